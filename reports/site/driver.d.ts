/**
 * The part of `puppeteer-core` that the browser's test uses. The package's own types bring Node's, which differ from
 * Deno's.
 */
/// <reference lib="dom" />

type Tag = keyof HTMLElementTagNameMap;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Page {
  on(event: "console", use: (message: { text(): string }) => void): void;
  on(event: "pageerror", use: (error: unknown) => void): void;
  on(event: "request", use: (request: { url(): string }) => void): void;
  setViewport(size: { width: number; height: number }): Promise<void>;
  goto(url: string): Promise<unknown>;
  goBack(): Promise<unknown>;
  title(): Promise<string>;
  $<K extends Tag>(selector: K): Promise<{ boundingBox(): Promise<Box | null> } | null>;
  $eval<K extends Tag, T>(selector: K, use: (one: HTMLElementTagNameMap[K]) => T): Promise<T>;
  $eval<T>(selector: string, use: (one: HTMLElement) => T): Promise<T>;
  $$eval<T>(selector: string, use: (all: HTMLElement[]) => T): Promise<T>;
  evaluate<T, A extends unknown[]>(use: (...given: A) => T | Promise<T>, ...given: A): Promise<T>;
  evaluate(script: string): Promise<unknown>;
  emulateMediaFeatures(features: { name: string; value: string }[]): Promise<void>;
  waitForFunction(use: () => boolean): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
  select(selector: string, value: string): Promise<unknown>;
  type(selector: string, text: string): Promise<void>;
  click(selector: string): Promise<void>;
  focus(selector: string): Promise<void>;
  keyboard: { press(key: string): Promise<void> };
  mouse: {
    move(x: number, y: number): Promise<void>;
    click(x: number, y: number): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
  };
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export function launch(options: { executablePath: string; args: string[] }): Promise<Browser>;
