<?php
// Debian's packages load their classes by themselves; those of this project are few.
require_once '/usr/share/php/Illuminate/autoload.php';
require_once __DIR__ . '/../app/Kernel.php';
require_once __DIR__ . '/../app/Errors.php';

$app = new Illuminate\Foundation\Application(dirname(__DIR__));
$app->singleton(Illuminate\Contracts\Http\Kernel::class, App\Kernel::class);
$app->singleton(Illuminate\Contracts\Debug\ExceptionHandler::class, App\Errors::class);
$app->afterBootstrapping(Illuminate\Foundation\Bootstrap\BootProviders::class, function ($app) {
    $app['router']->middleware('web')->group($app->basePath('routes/web.php'));
});

return $app;
