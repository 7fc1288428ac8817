"""A headless Chromium driven over its own pipe (the DevTools protocol): standard library only."""

import base64
import fcntl
import json
import os
import subprocess
import tempfile

# A browser that has not done with all pages in this many seconds hangs: the pipe then closes and reading it fails.
SECONDS = 300

# Hands the two ends of the pipe to the browser as 3 and 4, where it looks for them.
WITH_PIPE = 'r=$1; w=$2; shift 2; exec timeout "$0" "$@" 3<&"$r" 4>&"$w"'


class Browser:
    """One browser, with one page open at a time."""

    def __init__(self, program):
        self.home = tempfile.TemporaryDirectory()
        (read, self.write), (self.read, write) = os.pipe(), os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (read, write)]
        flags = ["--headless", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe", "--no-first-run"]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        # Shared memory is scarce in containers.
        flags += ["--disable-dev-shm-usage", f"--user-data-dir={self.home.name}"]
        self.process = subprocess.Popen(
            ["bash", "-c", WITH_PIPE, str(SECONDS), *map(str, ends), program, *flags, "about:blank"],
            pass_fds=ends,
            stderr=subprocess.DEVNULL,
        )
        for end in (read, write, *ends):
            os.close(end)
        self.buffer, self.number, self.session, self.events = b"", 0, None, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.write)
        self.process.terminate()
        self.process.wait()
        self.home.cleanup()

    def message(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.read, 1 << 20)
            if not piece:
                raise RuntimeError(f"the browser went away, or took longer than {SECONDS} seconds")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, **parameters):
        """One command and its answer; events on the way are kept."""
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.write, json.dumps(command).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.message())

    def open(self, url, width, height, scheme, scripts=True):
        """A page of that width in that colour scheme, with its scripts or without."""
        self.session = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.events = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", features=features)
        is_phone = width < 600
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_phone)
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.ask("Page.navigate", url=url)
        self.wait_for("Page.loadEventFired")

    def complaints(self):
        """What the page wrote into the console, and what was refused or thrown."""
        kinds = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [event["params"] for event in self.events if event.get("method") in kinds]

    def requests(self):
        """Every address that was asked for."""
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def evaluate(self, expression):
        """The value of an expression in the page. It is asked for by the debugger, which no policy of the page forbids."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def markup(self):
        """The page as the browser has it now."""
        node = self.ask("DOM.getDocument")["root"]["nodeId"]
        return self.ask("DOM.getOuterHTML", nodeId=node)["outerHTML"]

    def screenshot(self, path):
        """The whole page as PNG."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 16_000), "scale": 1}
        answer = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(answer["data"]))

    def print(self, path):
        """The page as it prints."""
        answer = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        path.write_bytes(base64.b64decode(answer["data"]))
