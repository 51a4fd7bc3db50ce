<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>It works</title>
  <h1>It works</h1>
  <p>PHP <?= PHP_VERSION ?> answers with public/index.php. Change it and load it again.</p>
</html>
