package dev.varve.http.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;

/// Netty's way to wait for the kernel, which closes what is registered before it goes. Netty asks
/// it to when a loop sees in time that it is to end; one that is told between that look and its
/// last would leave every connection open.
///
/// @param of does everything
record ThoroughIo(IoHandler of) implements IoHandler {
  static IoHandlerFactory over(IoHandlerFactory factory) {
    return loop -> new ThoroughIo(factory.newHandler(loop));
  }

  @Override
  public void destroy() {
    of.prepareToDestroy();
    of.destroy();
  }

  @Override
  public void initialize() {
    of.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return of.run(context);
  }

  @Override
  public void prepareToDestroy() {
    of.prepareToDestroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return of.register(handle);
  }

  @Override
  public void wakeup() {
    of.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handle) {
    return of.isCompatible(handle);
  }
}
