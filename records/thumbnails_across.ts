/** How many images a row of a file of thumbnails has. All are square, and of one size. */
export const THUMBNAILS_ACROSS = 50;
