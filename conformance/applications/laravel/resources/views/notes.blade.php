<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Notes</title>
  <link rel="stylesheet" href="{{ asset('build/assets/app-4f2c8a1b.css') }}">
  <link rel="icon" href="data:,">
  <h1>Notes</h1>
  <form method="post" action="{{ url('/notes') }}">
    @csrf
    <input name="note" aria-label="Note">
    <button id="save">Save</button>
  </form>
  <p id="note">{{ $note }}</p>
</html>
