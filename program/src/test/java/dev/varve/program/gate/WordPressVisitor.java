package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/// Somebody who runs a WordPress in a browser.
record WordPressVisitor(Tab tab, String origin) {
  private String name() {
    return origin.startsWith("https") ? "wordpress-proxied-" : "wordpress-";
  }

  void install(String password) throws IOException {
    tab.visit(origin + "/wp-admin/install.php");
    if (tab.evaluate("Boolean(document.querySelector('#language-continue'))").equals("true")) {
      tab.follow("#language-continue");
    }
    tab.type("#weblog_title", "Lake diary");
    tab.type("#user_login", "ada");
    tab.type("#pass1", password);
    tab.type("#admin_email", "ada@example.com");
    tab.screenshot("wordpress-install");
    tab.follow("#submit");
    tab.awaitText("h1", "Success!");
  }

  void logIn(String password) throws IOException {
    tab.visit(origin + "/wp-login.php");
    tab.await("document.activeElement.id === 'user_login'");
    tab.type("#user_login", "ada");
    tab.type("#user_pass", password);
    tab.follow("#wp-submit");
    tab.awaitText("#wpbody h1", "Dashboard");
    tab.screenshot(name() + "dashboard");
  }

  /// Names of posts, without index.php in them.
  void choosePermalinks() throws IOException {
    tab.visit(origin + "/wp-admin/options-permalink.php");
    tab.click("input[value='/%postname%/']");
    tab.follow("#submit");
    assertThat(tab.evaluate("document.querySelector('#permalink_structure').value"))
        .isEqualTo("/%postname%/");
    tab.screenshot("wordpress-permalinks");
  }

  /// The path of the image in its full size.
  String upload(Path file) throws IOException {
    tab.visit(origin + "/wp-admin/media-new.php?browser-uploader");
    tab.choose("#async-upload", file);
    tab.follow("#html-upload");
    tab.await("document.querySelector('#the-list .media-icon img, .attachment .thumbnail img')");
    // Pictures of people come from elsewhere.
    tab.await(
        "[...document.images].filter(image => image.src.startsWith(location.origin))"
            + ".every(image => image.complete && image.naturalWidth > 0)");
    tab.screenshot("wordpress-media");
    String found =
        tab.evaluate(
            "fetch('/wp-json/wp/v2/media').then(answer => answer.json())"
                + ".then(media => new URL(media[0].source_url).pathname)");
    assertThat(found).startsWith("/wp-content/uploads/").endsWith("core-sample.png");
    return found;
  }

  /// By the editor's own interface, from the editor's page, with its nonce.
  void publish(String title, String text, String image) throws IOException {
    tab.visit(origin + "/wp-admin/post-new.php");
    tab.await("window.wp?.data?.select('core/editor')?.getCurrentPostId()");
    tab.evaluate(
        """
        (async () => {
          const editor = wp.data.dispatch('core/editor')
          const text = '<!-- wp:paragraph --><p>%s</p><!-- /wp:paragraph -->'
          const image = '<!-- wp:image --><figure class="wp-block-image"><img src="%s" alt=""/></figure><!-- /wp:image -->'
          editor.editPost({ title: '%s', content: text + image, status: 'publish' })
          await editor.savePost()
        })()
        """
            .formatted(text, image, title));
    tab.await("wp.data.select('core/editor').isCurrentPostPublished()");
    tab.await("wp.data.select('core/editor').didPostSaveRequestSucceed()");
    tab.screenshot(name() + "editor");
  }

  void read(String path, String title) throws IOException {
    tab.visit(origin + path);
    tab.awaitText("main h1, article h1, h1", title);
    tab.await("document.querySelector('figure img').naturalWidth > 0");
    tab.screenshot(name() + "post");
  }

  /// The presets hinder nobody who works with WordPress.
  void nothingWasRefused() {
    assertThat(tab.loaded())
        .filteredOn(loaded -> loaded.url().startsWith(origin))
        .hasSizeGreaterThan(20)
        .allSatisfy(loaded -> assertThat(loaded.status()).isLessThan(400));
  }

  void everythingCameBy(String scheme, String protocol) {
    assertThat(tab.loaded())
        .isNotEmpty()
        .filteredOn(loaded -> loaded.url().contains(origin.replaceFirst(".*//", "")))
        .isNotEmpty()
        .allSatisfy(loaded -> {
          assertThat(loaded.url()).startsWith(scheme + "://");
          assertThat(loaded.protocol()).isEqualTo(protocol);
        });
  }
}
