/** The loader behind `secantWebpack`. webpack finds it by its file and calls its default export. */
import { type SecantPluginOptions, type TransformedModule, transformModule } from './transform.ts';

/** What is used of webpack's loader context. */
interface LoaderContext {
  readonly resourcePath: string;
  getOptions(): SecantPluginOptions;
  callback(error: null, code: string, map?: TransformedModule['map'] | string | object): void;
}

function secantLoader(this: LoaderContext, code: string, map?: string | object): void {
  const transformed = transformModule(code, this.resourcePath, this.getOptions());
  if (transformed) this.callback(null, transformed.code, transformed.map);
  else this.callback(null, code, map);
}

// oxlint-disable-next-line import/no-default-export -- the form that webpack asks of a loader
export default secantLoader;
