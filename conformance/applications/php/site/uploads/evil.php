<?php echo 'an upload ran';
