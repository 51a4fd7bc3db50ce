<?php
// Says one line, then waits for a file that the reader of the line makes.
header('content-type: text/plain');
echo "first\n";
flush();
for ($i = 0; $i < 500 && !file_exists($_GET['until']); $i++) {
    usleep(10000);
    clearstatcache();
}
echo "second\n";
