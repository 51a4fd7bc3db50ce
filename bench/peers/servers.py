"""How each peer is configured and started: tuned fairly, one core, one worker."""

import os
import socket
import subprocess
import time
import urllib.request
import ssl

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SERVER_CORE = "0"
LOAD_CORE = "1"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


class Process:
    @property
    def is_java(self):
        return self.name in ("varve", "vertx", "helidon", "quarkus")

    def __init__(self, name, port, core, command, work):
        self.name = name
        self.port = port
        self.log = os.path.join(work, name + ".log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(["taskset", "-c", core, *command], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.pid = self.process.pid

    def wait_ready(self, scenario):
        context = ssl._create_unverified_context() if scenario.scheme == "https" else None
        url = f"{scenario.scheme}://127.0.0.1:{self.port}{scenario.path}"
        last = None
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                if scenario.http2 and scenario.scheme == "http":
                    socket.create_connection(("127.0.0.1", self.port), 1).close()
                    return
                with urllib.request.urlopen(url, timeout=2, context=context) as answer:
                    length = len(answer.read())
                    if length != scenario.body:
                        raise SystemExit(f"{self.name} answered {length} bytes instead of {scenario.body}")
                    return
            except OSError as e:
                last = e
                time.sleep(0.1)
        with open(self.log, encoding="utf-8", errors="replace") as f:
            raise SystemExit(f"{self.name} does not answer {url}: {last}\n{f.read()[-2000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)


class Backend(Process):
    """nginx answering from memory, on the core of the load generator; it also makes files and a certificate."""

    def __init__(self, work, scenario):
        port = free_port()
        site = os.path.join(work, "site")
        for name, size in (("1k.bin", 1024), ("100k.bin", 102400), ("10m.bin", 10 << 20), ("small", 200), ("10k", 10240), ("100k", 102400)):
            write(os.path.join(site, name), "x" * size)
        scenario_env["backend"] = port
        scenario_env["site"] = site
        certificate(work)
        conf = write(os.path.join(work, "backend.conf"), f"""
worker_processes 1; daemon off; pid {work}/backend.pid; error_log {work}/backend.err error;
events {{ worker_connections 4096; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 300s; server_tokens off;
 open_file_cache max=100 inactive=300s; open_file_cache_valid 60s; default_type text/plain;
 client_body_temp_path {work}/b1; proxy_temp_path {work}/b2; fastcgi_temp_path {work}/b3; uwsgi_temp_path {work}/b4; scgi_temp_path {work}/b5;
 server {{ listen 127.0.0.1:{port} backlog=4096; root {site}; location = /small {{ return 200 "{'x' * 200}"; }} location / {{ }} }} }}
""")
        super().__init__("backend", port, LOAD_CORE, ["nginx", "-c", conf], work)


scenario_env = {}


def certificate(work):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", f"{work}/key.pem", "-out", f"{work}/cert.pem"], check=True, capture_output=True)
    with open(f"{work}/both.pem", "w", encoding="utf-8") as both:
        for part in ("cert.pem", "key.pem"):
            with open(f"{work}/{part}", encoding="utf-8") as f:
                both.write(f.read())


def start_server(name, work, scenario):
    port = free_port()
    return Process(name, port, SERVER_CORE, COMMANDS[name](work, scenario, port), work)


def nginx_deferred(work, scenario, port):
    return nginx(work, scenario, port, "deferred")


def nginx(work, scenario, port, accepting=""):
    tls = scenario.scheme == "https"
    buffers = "proxy_buffers 8 32k; proxy_buffer_size 32k;" if scenario.body > 4096 else ""
    act = "proxy_pass http://be;" if scenario.kind == "proxy" else ""
    conf = write(os.path.join(work, f"nginx{port}.conf"), f"""
worker_processes 1; daemon off; pid {work}/nginx{port}.pid; error_log {work}/nginx.err error; worker_rlimit_nofile 20000;
events {{ worker_connections 4096; use epoll; multi_accept off; }}
http {{ access_log {work}/access{port}.log combined buffer=64k; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
 keepalive_timeout 300s; server_tokens off; open_file_cache max=1000 inactive=300s; open_file_cache_valid 60s; default_type text/plain;
 client_body_temp_path {work}/n1; proxy_temp_path {work}/n2; fastcgi_temp_path {work}/n3; uwsgi_temp_path {work}/n4; scgi_temp_path {work}/n5;
 upstream be {{ server 127.0.0.1:{scenario_env['backend']}; keepalive 512; keepalive_requests 100000000; keepalive_timeout 300s; }}
 proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
 proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; {buffers}
 ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
 server {{ listen 127.0.0.1:{port} {'ssl' if tls else ''} reuseport {accepting} backlog=4096; root {scenario_env['site']};
  ssl_certificate {work}/cert.pem; ssl_certificate_key {work}/key.pem; location / {{ {act} }} }} }}
""")
    return ["nginx", "-c", conf]


def haproxy(work, scenario, port):
    bind = f"127.0.0.1:{port} backlog 4096"
    if scenario.scheme == "https":
        bind += f" ssl crt {work}/both.pem alpn h2,http/1.1"
    elif scenario.http2:
        bind += " proto h2"
    conf = write(os.path.join(work, "haproxy.cfg"), f"""
global
  nbthread 1
  maxconn 8000
  ssl-default-bind-options ssl-min-ver TLSv1.3
  ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
defaults
  mode http
  timeout client 300s
  timeout server 300s
  timeout connect 5s
  timeout http-keep-alive 300s
  http-reuse always
frontend f
  bind {bind}
  option forwardfor
  default_backend b
backend b
  server s1 127.0.0.1:{scenario_env['backend']} maxconn 4096
""")
    return ["haproxy", "-db", "-f", conf]


def caddy(work, scenario, port):
    act = f"reverse_proxy 127.0.0.1:{scenario_env['backend']}" if scenario.kind == "proxy" else f"root * {scenario_env['site']}\n file_server"
    conf = write(os.path.join(work, "Caddyfile"), f"""{{
 admin off
 auto_https off
}}
http://127.0.0.1:{port} {{
 {act}
}}
""")
    return ["env", "GOMAXPROCS=1", f"HOME={work}", "caddy", "run", "--config", conf, "--adapter", "caddyfile"]


def varve(work, scenario, port):
    listen = f"https: '127.0.0.1:{port}'" if scenario.scheme == "https" else f"http: '127.0.0.1:{port}'"
    tls = f"tls: {{ certificates: [{{ certificate: '{work}/cert.pem', key: '{work}/key.pem' }}] }}\n" if scenario.scheme == "https" else ""
    apps = ""
    if scenario.kind in ("app", "threads"):
        # What blocks needs a thread of its own; what only computes may say so.
        hello = HELLO if scenario.kind == "app" else HELLO.replace("Handler.inline", "")
        write(os.path.join(work, "app", "Hello.java"), hello)
        apps = "apps: { hello: { sources: app, main: Hello } }\n"
    act = {"proxy": f"proxy: '127.0.0.1:{scenario_env['backend']}'", "static": f"static: {{ dir: '{scenario_env['site']}' }}",
           "app": "app: hello", "threads": "app: hello"}[scenario.kind]
    conf = write(os.path.join(work, "varve.yaml"), f"listen: {{ {listen} }}\n{tls}{apps}sites:\n  '*':\n    - path: '/*'\n      {act}\n")
    return [os.path.join(ROOT, "varve"), "serve", "-c", conf, "--data", f"{work}/data", "--admin", "127.0.0.1:0"]


def handlers(main):
    """A small Maven project beside this file, fetched and built when it is first needed."""
    def command(work, scenario, port):
        here = os.path.join(ROOT, "bench", "handlers")
        if not os.path.isdir(os.path.join(here, "target", "lib")):
            subprocess.run(["mvn", "-q", "-B", "-f", os.path.join(here, "pom.xml"), "package"], check=True)
        lib = os.path.join(here, "target", "lib", "*")
        return [java(), "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", f"{os.path.join(here, 'target', 'classes')}:{lib}", main, str(port)]
    return command


def quarkus(work, scenario, port):
    """A project of its own, since its plugin puts the application together."""
    here = os.path.join(ROOT, "bench", "handlers", "quarkus")
    app = os.path.join(here, "target", "quarkus-app", "quarkus-run.jar")
    if not os.path.exists(app):
        subprocess.run(["mvn", "-q", "-B", "-f", os.path.join(here, "pom.xml"), "package"], check=True)
    return [java(), "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            f"-Dquarkus.http.port={port}", "-jar", app]


def java():
    home = os.environ.get("VARVE_JAVA_HOME") or os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else "java"


HELLO = """import dev.varve.app.Application;
import dev.varve.app.Guard;
import dev.varve.app.Handler;
import dev.varve.app.Reply;
import dev.varve.app.Routes;
import dev.varve.app.Services;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;

public final class Hello implements Application {
  @Override
  public void define(Routes routes, Services services) {
    routes.get("/text", Guard.open(), Handler.inline(request -> Reply.text("Hello, World!")));
    routes.get("/json", Guard.open(),
        Handler.inline(request -> Reply.json(JsonObject.EMPTY.with("message", Json.of("Hello, World!")))));
  }
}
"""

COMMANDS = {"nginx": nginx, "nginx-deferred": nginx_deferred, "vertx": handlers("VertxHello"), "helidon": handlers("HelidonHello"), "quarkus": quarkus, "haproxy": haproxy, "caddy": caddy, "varve": varve}
