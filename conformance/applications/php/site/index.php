<?php
// What a script sees of its request.
header('content-type: application/json');
$names = ['SCRIPT_NAME', 'PATH_INFO', 'QUERY_STRING', 'REQUEST_URI', 'REQUEST_METHOD', 'REMOTE_ADDR', 'HTTPS',
    'HTTP_PROXY', 'HTTP_X_A', 'SERVER_NAME', 'SERVER_PORT', 'PHP_SELF', 'CONTENT_TYPE', 'CONTENT_LENGTH'];
$seen = ['pid' => getmypid()];
foreach ($names as $name) {
    $seen[$name] = $_SERVER[$name] ?? null;
}
echo json_encode($seen, JSON_UNESCAPED_SLASHES);
