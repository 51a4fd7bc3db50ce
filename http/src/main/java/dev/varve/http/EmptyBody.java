package dev.varve.http;

/// No bytes, for everyone.
final class EmptyBody implements Body {
  static final EmptyBody INSTANCE = new EmptyBody();

  private EmptyBody() {}

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public long length() {
    return 0;
  }

  @Override
  public void read(BodyReader reader) {
    reader.end(BytesBody.NO_TRAILERS);
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void cancel() {}

  @Override
  public long count() {
    return 0;
  }
}
