/**
 * Sites as their frameworks want to be served. Each function names a profile and its options; Varve
 * expands it into plain routes, which `varve compile` shows.
 */
import type { CachePolicy } from './graph.js'

/** A path whose rendered pages are kept. */
export type CachedPath = { path: string } & CachePolicy

export interface SpaOptions {
  /** Directory of the build, such as 'dist'. */
  dir: string
  /** File that answers navigations. Default: "index.html" */
  shell?: string
  /** Files whose names change with their content. Default: ["/assets/*"] */
  assets?: string | string[]
  /** Where the application is mounted; empty for the whole host. */
  path?: string
}

export interface SvelteKitOptions {
  /** Directory of the build. Default: "build" */
  dir?: string
  /** The server of the build, or the name of an upstream. Default: "127.0.0.1:3000" */
  upstream?: string
  /** Pages that are kept; those of visitors with cookies are not, unless cookies are named. */
  cache?: CachedPath | CachedPath[]
}

export interface SvelteKitStaticOptions {
  /** Directory of the build. Default: "build" */
  dir?: string
  /** The adapter's fallback page, such as '200.html', when it writes one; empty for 404. */
  fallback?: string
  /** The base path the site was built for; empty for the whole host. */
  path?: string
}

export interface NextJsOptions {
  /** Directory of the project, which holds .next and public. Default: "." */
  dir?: string
  /** The server, or the name of an upstream. Default: "127.0.0.1:3000" */
  upstream?: string
  /** Pages that are kept; those of visitors with cookies are not, unless cookies are named. */
  cache?: CachedPath | CachedPath[]
}

export interface WordPressOptions {
  /** Directory of WordPress, which holds wp-login.php. */
  root: string
  /** Address of PHP-FPM, or the name of an upstream. Default: "unix:/run/php/php-fpm.sock" */
  fpm?: string
  /** Keeps pages of visitors without a login: for how long, or a whole policy. */
  cache?: CachePolicy | string
  /** Whether xmlrpc.php answers; few need it, and many attack it. Default: false */
  xmlrpc?: boolean
  /** How often one client may send the login form. Default: "20/min" */
  loginRate?: string
}

export interface LaravelOptions {
  /** Directory of the project, which holds public. */
  root: string
  /** Address of PHP-FPM, or the name of an upstream. Default: "unix:/run/php/php-fpm.sock" */
  fpm?: string
  /** Files whose names change with their content. Default: ["/build/assets/*"] */
  assets?: string | string[]
}

export interface PhpOptions {
  /** Directory that is served. */
  root: string
  /** Address of PHP-FPM, or the name of an upstream. Default: "unix:/run/php/php-fpm.sock" */
  fpm?: string
  /** Script that answers what is neither file nor script, such as '/index.php'. */
  front?: string
  /** Directories that visitors can write to: nothing in them runs. */
  uploads?: string | string[]
}

export interface AppOptions {
  /** Name of the application. Default: "app" */
  name?: string
  /** Directory of its files, which come before it; empty for none. */
  dir?: string
  /** Files whose names change with their content. Default: ["/assets/*"] */
  assets?: string | string[]
  /** Where the application is mounted; empty for the whole host. */
  path?: string
}

/** A profile by name, as YAML and JSON write it. */
export type ProfileUse =
  | ({ use: 'spa' } & SpaOptions)
  | ({ use: 'sveltekit' } & SvelteKitOptions)
  | ({ use: 'sveltekitStatic' } & SvelteKitStaticOptions)
  | ({ use: 'nextjs' } & NextJsOptions)
  | ({ use: 'wordpress' } & WordPressOptions)
  | ({ use: 'laravel' } & LaravelOptions)
  | ({ use: 'php' } & PhpOptions)
  | ({ use: 'app' } & AppOptions)

/** A single-page application: its files, and its shell for every other navigation. */
export declare function spa(options: SpaOptions): ProfileUse
/** SvelteKit built by its Node adapter. */
export declare function sveltekit(options?: SvelteKitOptions): ProfileUse
/** SvelteKit built by its static adapter. */
export declare function sveltekitStatic(options?: SvelteKitStaticOptions): ProfileUse
/** Next.js: its chunks and public files from the edge, the rest from its server. */
export declare function nextjs(options?: NextJsOptions): ProfileUse
/** WordPress with PHP-FPM. */
export declare function wordpress(options: WordPressOptions): ProfileUse
/** Laravel and other frameworks with one front controller in public. */
export declare function laravel(options: LaravelOptions): ProfileUse
/** A PHP site: files, scripts, and perhaps a front controller. */
export declare function php(options: PhpOptions): ProfileUse
/** An application that runs in Varve's process. */
export declare function app(options?: AppOptions): ProfileUse
