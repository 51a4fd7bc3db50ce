<?php
session_start();
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

function page(string $title, string $body): void
{
    echo '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>' . $title . '</title>'
        . '<link rel="stylesheet" href="/build/assets/app-4f2c8a1b.css"><link rel="icon" href="data:,"></head>'
        . '<body><h1>' . $title . '</h1>' . $body . '</body></html>';
}

if ($path === '/') {
    page('Notes', '<form method="post" action="/notes"><input name="note" aria-label="Note">'
        . '<button id="save">Save</button></form><p id="note">' . htmlspecialchars($_SESSION['note'] ?? 'none yet') . '</p>');
} elseif ($path === '/notes' && $_SERVER['REQUEST_METHOD'] === 'POST') {
    $_SESSION['note'] = $_POST['note'];
    http_response_code(303);
    header('location: /');
} elseif (preg_match('#^/notes/(\d+)$#', $path, $match)) {
    header('content-type: application/json');
    echo json_encode(['note' => (int) $match[1], 'method' => $_SERVER['REQUEST_METHOD'], 'secure' => isset($_SERVER['HTTPS'])]);
} else {
    http_response_code(404);
    page('No such page', '');
}
