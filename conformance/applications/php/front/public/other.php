<?php echo 'another script ran';
