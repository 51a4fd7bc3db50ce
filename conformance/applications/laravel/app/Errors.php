<?php

namespace App;

class Errors extends \Illuminate\Foundation\Exceptions\Handler
{
}
