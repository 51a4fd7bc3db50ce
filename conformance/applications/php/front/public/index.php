<?php
// A front controller as Laravel has it: every address that is no file comes here.
require __DIR__ . '/../src/routes.php';
