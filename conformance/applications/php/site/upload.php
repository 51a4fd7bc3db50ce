<?php
// Tells of uploaded files what arrived, and of any other body its length and digest.
header('content-type: text/plain');
foreach ($_FILES as $file) {
    printf("%s %s %d %s\n", $file['name'], $file['error'], $file['size'], hash_file('sha256', $file['tmp_name']));
}
if (!$_FILES) {
    $body = file_get_contents('php://input');
    printf("%d %s\n", strlen($body), hash('sha256', $body));
}
