<?php
// An answer of any kind: ?status=404, ?location=/x, ?cookies=2, ?fail=1
if (isset($_GET['fail'])) {
    error_log('a line for the log of errors');
    http_response_code(500);
    exit;
}
if (isset($_GET['location'])) {
    header('location: ' . $_GET['location']);
    exit;
}
for ($i = 0; $i < (int) ($_GET['cookies'] ?? 0); $i++) {
    setcookie("c$i", "v$i");
}
http_response_code((int) ($_GET['status'] ?? 200));
echo 'done';
