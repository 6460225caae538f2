"""What runs: a PostgreSQL of its own, the jar on it, and what each of them costs."""
import glob
import os
import re
import secrets
import shutil
import subprocess
import time
import urllib.request
import zipfile

TICKS = os.sysconf("SC_CLK_TCK")
HERE = os.path.dirname(os.path.abspath(__file__))
SETTINGS = """
listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = 1GB
effective_cache_size = 4GB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track = top
"""


class Postgres:
    """A cluster in a folder. It writes through to the disk, as in production."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/pg_ctl"), key=lambda path: float(path.split("/")[4]))
        if not found or not shutil.which("wrk"):
            raise SystemExit("needs Debian's packages postgresql and wrk")
        self.bin = os.path.dirname(found[-1])

    def as_postgres(self, *command):
        """PostgreSQL refuses to run as root."""
        return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else list(command)

    def start(self):
        data = f"{self.folder}/data"
        if not os.path.exists(data):
            os.makedirs(self.folder, exist_ok=True)
            os.chmod(self.folder, 0o755)
            if os.getuid() == 0:
                shutil.chown(self.folder, "postgres")
            subprocess.run(self.as_postgres(f"{self.bin}/initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust"), check=True, stdout=subprocess.DEVNULL)
            with open(f"{data}/postgresql.conf", "a") as file:
                file.write(f"{SETTINGS}port = {self.port}\nunix_socket_directories = '{self.folder}'\n")
        if subprocess.run(self.as_postgres(f"{self.bin}/pg_ctl", "-D", data, "status"), stdout=subprocess.DEVNULL).returncode != 0:
            subprocess.run(self.as_postgres(f"{self.bin}/pg_ctl", "-D", data, "-l", f"{self.folder}/log", "-w", "start"), check=True, stdout=subprocess.DEVNULL)
        self.pid = int(open(f"{data}/postmaster.pid").readline())
        if self.ask("select count(*) from pg_database where datname = 'merkato'", "postgres") == "0":
            self.psql("-c", "create database merkato", database="postgres")
            self.psql("-v", "app_password='bench'", "-v", "migrator_password='bench'", "-f", f"{HERE}/../db/roles.sql")
            self.psql("-c", "create extension pg_stat_statements")

    def stop(self):
        subprocess.run(self.as_postgres(f"{self.bin}/pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "stop"), stdout=subprocess.DEVNULL)

    def psql(self, *arguments, database="merkato"):
        done = subprocess.run([f"{self.bin}/psql", "-qXAt", "-F\t", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", *arguments],
                              capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"psql {arguments}: {done.stderr[-2000:]}")
        return done.stdout.strip()

    def ask(self, sql, database="merkato"):
        return self.psql("-c", sql, database=database)


class Application:
    """The packaged jar on that database, in one process."""

    def __init__(self, postgres, folder, jar, port, options):
        self.postgres, self.folder, self.jar, self.port, self.options = postgres, folder, jar, port, options
        self.process = None
        secret = f"{folder}/secret"
        if not os.path.exists(secret):
            import base64
            with open(secret, "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(32)).decode())
        self.environment = dict(
            os.environ, SPRING_DATASOURCE_URL=f"jdbc:postgresql://127.0.0.1:{postgres.port}/merkato", SPRING_DATASOURCE_USERNAME="merkato_app", SPRING_DATASOURCE_PASSWORD="bench",
            SPRING_FLYWAY_USER="merkato_migrator", SPRING_FLYWAY_PASSWORD="bench", MERKATO_SECRET=open(secret).read(), SERVER_PORT=str(port),
            MERKATO_PAYMENTS_TEST_ACCOUNTS="true", MERKATO_IDENTITY_ACCESS_TOKEN_LIFE="1d", MERKATO_IDENTITY_SIGN_INS_PER_ADDRESS="100000",
            MERKATO_IDENTITY_GUESTS_PER_ADDRESS="100000000", MERKATO_IDENTITY_GUESTS_PER_TENANT="100000000")

    def java(self):
        home = os.environ.get("JAVA_HOME")
        return f"{home}/bin/java" if home else "java"

    def generate(self, size):
        volume = f"tenants:{size['tenants']},products:{size['products']},variants:{size['variants']}"
        with open(f"{self.folder}/generate.log", "w") as log:
            done = subprocess.run([self.java(), "-Xmx1g", "-jar", self.jar, f"--merkato.generate={volume}"], env=self.environment, stdout=log, stderr=log)
        if done.returncode:
            raise SystemExit(f"the generator failed, see {self.folder}/generate.log")
        sizes = [item for name in ("customers", "orders", "lines") for item in ("-v", f"{name}={size[name]}")]
        self.postgres.psql(*sizes, "-f", f"{HERE}/data.sql")

    def start(self):
        begun = time.time()
        self.process = started([self.java(), *self.options, "-jar", self.jar], f"http://127.0.0.1:{self.port}/actuator/health/readiness", f"{self.folder}/application.log", self.environment)
        return time.time() - begun

    def stop(self):
        ended(self.process)


class BareServer:
    """The application's own Tomcat with nothing behind it, which says of everything that it is unchanged."""

    def __init__(self, application, port):
        self.application, self.url, self.port = application, f"http://127.0.0.1:{port}", port
        self.process = None

    def start(self, headers):
        folder = f"{self.application.folder}/bare"
        with zipfile.ZipFile(self.application.jar) as jar:
            tomcat = jar.extract(next(name for name in jar.namelist() if "/tomcat-embed-core-" in name), folder)
        command = [self.application.java(), *self.application.options, "-cp", tomcat, f"{HERE}/limit/Unchanged.java", str(self.port), folder, *[f"{name}: {value}" for name, value in headers]]
        self.process = started(command, self.url, f"{self.application.folder}/bare.log")

    def stop(self):
        ended(self.process)


def started(command, url, log, environment=None):
    """The process, once it answers."""
    with open(log, "w") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, start_new_session=True)
    begun = time.time()
    while time.time() - begun < 180 and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)
            return process
        except OSError:
            time.sleep(0.1)
    ended(process)
    raise SystemExit(f"the server did not start, see {log}")


def ended(process):
    if process and process.poll() is None:
        process.terminate()
        process.wait(60)


def stat(pid):
    text = open(f"/proc/{pid}/stat").read()
    return text[text.rindex(")") + 2:].split()


def tree(root):
    """The process and all beneath it."""
    children = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            pid = int(path.split("/")[2])
            children.setdefault(int(stat(pid)[1]), []).append(pid)
        except (OSError, ValueError):
            pass
    found, left = [], [root]
    while left:
        pid = left.pop()
        found.append(pid)
        left += children.get(pid, [])
    return found


def cpu(pid):
    """Seconds of CPU of a process and its ended children."""
    fields = stat(pid)
    return sum(int(field) for field in fields[11:15]) / TICKS


def cpu_of_tree(root):
    """Seconds of CPU by process; a child that ends goes over to its parent."""
    used = {}
    for pid in tree(root):
        try:
            used[pid] = cpu(pid)
        except OSError:
            pass
    return used


def spent(before, after):
    """A child that ended in between is counted by its parent, also what it had used before."""
    return sum(after.values()) - sum(before.values())


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024


def busy():
    """Seconds of CPU that anybody used on this machine."""
    fields = [int(field) for field in open("/proc/stat").readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS
