/**
 * Where the papers of the suite can be read, and how they are cited. A paper from another folder has none here.
 *
 * @module
 */

/** How a paper is cited. */
export interface Reference {
  /** Where it can be read; nothing where no public address is known. */
  readonly url?: string;
  readonly bibtex: string;
}

/** By the papers' ids. */
export const REFERENCES: Readonly<Record<string, Reference>> = {
  agarap: {
    url: "https://arxiv.org/abs/2006.04535",
    bibtex: `@inproceedings{agarap2020improving,
  title = {Improving k-Means Clustering Performance with Disentangled Internal Representations},
  author = {Agarap, Abien Fred and Azcarraga, Arnulfo P.},
  booktitle = {International Joint Conference on Neural Networks (IJCNN)},
  year = {2020},
  eprint = {2006.04535},
  archivePrefix = {arXiv}
}`,
  },
  chowdhury: {
    bibtex: `@unpublished{chowdhury_neural,
  title = {Neural Network-Based Clustering Analysis on {MNIST} Dataset},
  author = {Chowdhury, Tushar},
  note = {Department of Computer Science and Engineering, BRAC University}
}`,
  },
  clustergan: {
    url: "https://arxiv.org/abs/1809.03627",
    bibtex: `@inproceedings{mukherjee2019clustergan,
  title = {{ClusterGAN}: Latent Space Clustering in Generative Adversarial Networks},
  author = {Mukherjee, Sudipto and Asnani, Himanshu and Lin, Eugene and Kannan, Sreeram},
  booktitle = {AAAI Conference on Artificial Intelligence},
  year = {2019},
  eprint = {1809.03627},
  archivePrefix = {arXiv}
}`,
  },
  diba: {
    bibtex: `@unpublished{diba_clustering,
  title = {Clustering {MNIST} Digits Using Deep Autoencoders and Deep Embedded Clustering ({DEC})},
  author = {Diba, Magferat Jahan},
  note = {CSE425 project report, BRAC University}
}`,
  },
  idec: {
    url: "https://doi.org/10.24963/ijcai.2017/243",
    bibtex: `@inproceedings{guo2017improved,
  title = {Improved Deep Embedded Clustering with Local Structure Preservation},
  author = {Guo, Xifeng and Gao, Long and Liu, Xinwang and Yin, Jianping},
  booktitle = {International Joint Conference on Artificial Intelligence (IJCAI)},
  year = {2017},
  doi = {10.24963/ijcai.2017/243}
}`,
  },
  n2d: {
    url: "https://arxiv.org/abs/1908.05968",
    bibtex: `@inproceedings{mcconville2020n2d,
  title = {{N2D}: (Not Too) Deep Clustering via Clustering the Local Manifold of an Autoencoded Embedding},
  author = {McConville, Ryan and Santos-Rodriguez, Raul and Piechocki, Robert and Craddock, Ian},
  booktitle = {International Conference on Pattern Recognition (ICPR)},
  year = {2020},
  eprint = {1908.05968},
  archivePrefix = {arXiv}
}`,
  },
  siam: {
    bibtex: `@unpublished{siam2025unsupervised,
  title = {Unsupervised Clustering of {MNIST} Dataset Using Convolutional Autoencoder and {K}-Means},
  author = {Siam, Saimum Reza},
  note = {BRAC University},
  month = may,
  year = {2025}
}`,
  },
  song: {
    url: "https://doi.org/10.1007/978-3-642-41822-8_15",
    bibtex: `@inproceedings{song2013autoencoder,
  title = {Auto-encoder Based Data Clustering},
  author = {Song, Chunfeng and Liu, Feng and Huang, Yongzhen and Wang, Liang and Tan, Tieniu},
  booktitle = {Iberoamerican Congress on Pattern Recognition (CIARP)},
  year = {2013},
  doi = {10.1007/978-3-642-41822-8_15}
}`,
  },
  vade: {
    url: "https://arxiv.org/abs/1611.05148",
    bibtex: `@inproceedings{jiang2017variational,
  title = {Variational Deep Embedding: An Unsupervised and Generative Approach to Clustering},
  author = {Jiang, Zhuxi and Zheng, Yin and Tan, Huachun and Tang, Bangsheng and Zhou, Hanning},
  booktitle = {International Joint Conference on Artificial Intelligence (IJCAI)},
  year = {2017},
  eprint = {1611.05148},
  archivePrefix = {arXiv}
}`,
  },
};
