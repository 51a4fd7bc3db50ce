<?php
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

Route::get('/', fn (Request $request) => view('notes', ['note' => $request->session()->get('note', 'none yet')]));

Route::post('/notes', function (Request $request) {
    $request->session()->put('note', $request->validate(['note' => 'required|max:80'])['note']);

    return redirect('/');
});

// What the framework believes of how the visitor came.
Route::get('/seen/{id}', fn (Request $request, int $id) => [
    'id' => $id,
    'ip' => $request->ip(),
    'secure' => $request->secure(),
    'host' => $request->getHttpHost(),
    'url' => $request->fullUrl(),
    'home' => url('/'),
])->whereNumber('id');

Route::get('/fails', fn () => throw new RuntimeException('a secret of the inside'));
