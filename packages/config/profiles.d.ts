/**
 * Sites as their frameworks want to be served. Each function names a profile and its options; Varve
 * expands it into plain routes, which `varve compile` shows.
 */
import type {
  AppOptions,
  LaravelOptions,
  NextJsOptions,
  PhpOptions,
  SpaOptions,
  SvelteKitOptions,
  SvelteKitStaticOptions,
  WordPressOptions,
} from './graph.js'

/** A profile by name, as YAML and JSON write it. */
export type Use<Name extends string, Options> = { use: Name } & Options

/** A single-page application: its files, and its shell for every other navigation. */
export declare function spa(options: SpaOptions): Use<'spa', SpaOptions>

/** SvelteKit built by its Node adapter. */
export declare function sveltekit(options?: SvelteKitOptions): Use<'sveltekit', SvelteKitOptions>

/** SvelteKit built by its static adapter. */
export declare function sveltekitStatic(options?: SvelteKitStaticOptions): Use<'sveltekitStatic', SvelteKitStaticOptions>

/** Next.js: its chunks and public files from the edge, the rest from its server. */
export declare function nextjs(options?: NextJsOptions): Use<'nextjs', NextJsOptions>

/** WordPress with PHP-FPM. */
export declare function wordpress(options: WordPressOptions): Use<'wordpress', WordPressOptions>

/** Laravel, and other frameworks with one front controller in public. */
export declare function laravel(options: LaravelOptions): Use<'laravel', LaravelOptions>

/** A PHP site: files, scripts, and perhaps a front controller. */
export declare function php(options: PhpOptions): Use<'php', PhpOptions>

/** An application that runs in Varve's process. */
export declare function app(options?: AppOptions): Use<'app', AppOptions>
