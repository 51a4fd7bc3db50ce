<?php
header('content-type: application/octet-stream');
$block = str_repeat('0123456789abcdef', 4096);
for ($i = 0; $i < (int) $_GET['mebibytes'] * 16; $i++) {
    echo $block;
}
