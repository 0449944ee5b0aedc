"""Newsletters: from a mail server's connection or a Maildir to the page of the article, held until
somebody says that they may be published, and never lost or there twice, whenever the program is killed.
COURANT names the binary."""
import contextlib
import glob
import json
import os
import re
import signal
import smtplib
import socket
import sqlite3
import subprocess
import threading
import time
import unittest
import urllib.parse
import urllib.request

from collect_testing import COURANT, WORDS, CollectCase


def letter(to, n=1, subject=None, sender="Brook Weekly <weekly@brook.example>", body=None, more=""):
    """A newsletter as programs send them."""
    body = body if body is not None else (
        f"<div style='display:none'>Preview {n}</div><table><tr><td><h1>{subject or f'High water {n}'}</h1>"
        f"<p>{WORDS * 4} Number {n}.</p><p><a href='https://brook.example/weir?r={to}'>More</a></p></td></tr>"
        f"<tr><td><p>You get this because you are {to}. <a href='https://send.example/unsub?e=77777777'>Unsubscribe</a>"
        f"</p></td></tr></table><img src='https://send.example/open?{to}' width=1 height=1>")
    return (f"From: {sender}\r\nTo: {to}\r\nSubject: {subject or f'High water {n}'}\r\nMessage-ID: <{n}@brook.example>\r\n"
            f"List-Id: Brook Weekly <weekly.brook.example>\r\nList-Unsubscribe: <https://send.example/unsub?e=77777777>\r\n"
            f"Date: Sun, 22 Nov 2026 0{n % 10}:00:00 +0000\r\n{more}Content-Type: text/html; charset=utf-8\r\n\r\n{body}\r\n"
            ).encode()


class MailCase(CollectCase):
    def setUp(self):
        super().setUp()
        self.maildir = os.path.join(self.folder.name, "Mail dir")
        for name in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(self.maildir, name))

    def add(self, name="Brook Weekly"):
        out = self.run_it("add", "--mail", name, "--mail-domain", "mail.example", status=0).stdout
        self.address = re.search(r"^  (\S+@mail\.example)$", out, re.M).group(1)
        return self.address

    @contextlib.contextmanager
    def serving(self, *flags, listen="127.0.0.1:0", fetch="off", stop=True):
        process = subprocess.Popen(
            [COURANT, "serve", "--listen", "127.0.0.1:0", "--mail-listen", listen, "--fetch", fetch, *flags],
            cwd=self.folder.name, env=self.env(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lines, ready = [], threading.Event()

        def read():
            for line in process.stderr:
                lines.append(line)
                if "serving" in line:
                    ready.set()
            ready.set()

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        ready.wait(20)
        text = "".join(lines)
        process.log = lines
        process.mail = int((re.search(r"msg=\"receiving\".*? port=(\d+)", text) or [0, "0"])[1])
        process.web = int((re.search(r"msg=\"serving\".*? port=(\d+)", text) or [0, "0"])[1])
        try:
            yield process
            if stop:
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(20), 0, "".join(lines))
        finally:
            process.kill()
            process.wait()
            thread.join(10)
            process.stdout.close()
            process.stderr.close()

    def mails(self):
        return [json.loads(line) for line in self.run_it("mail", "--json", status=0).stdout.splitlines()]

    def rows(self, query):
        db = sqlite3.connect(os.path.join(self.folder.name, "data/courant.db"))
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()

    def wait_for(self, what, seconds=15):
        end = time.monotonic() + seconds
        while not what():
            self.assertLess(time.monotonic(), end, "nothing came")
            time.sleep(0.05)

    def publish(self, *more):
        self.run_it("mail", "publish", self.address, *(more or ("--anyone",)), status=0)


class Listener(MailCase):
    def talk(self, port, *lines, data=None):
        """The codes that a conversation gets; each line is sent when the one before was answered."""
        codes = []
        with socket.create_connection(("127.0.0.1", port), 10) as s, s.makefile("rb") as f:
            for line in (None, *lines):
                if line is not None:
                    s.sendall(line)
                while True:
                    answer = f.readline()
                    codes += [answer[:3].decode()] if answer[3:4] != b"-" else []
                    if answer[3:4] != b"-":
                        break
        return codes

    def test_smtplib_speaks_both(self):
        to = self.add()
        with self.serving() as server:
            for n, kind in enumerate((smtplib.SMTP, smtplib.LMTP), 1):
                with kind("127.0.0.1", server.mail) as client:
                    self.assertEqual(client.sendmail("bounce@brook.example", [to], letter(to, n)), {})
                    self.assertTrue(client.has_extn("SIZE") and client.has_extn("8BITMIME") and client.has_extn("PIPELINING"))
                    with self.assertRaises(smtplib.SMTPRecipientsRefused) as refused:
                        client.sendmail("bounce@brook.example", ["nobody@mail.example"], letter(to, n))
                    self.assertEqual(refused.exception.recipients["nobody@mail.example"][0], 550)
            token = to.split("@")[0]
            with smtplib.LMTP("127.0.0.1", server.mail) as client:
                self.assertEqual(client.sendmail("", [f"courant+{token.upper()}@any.example"], letter(to, 3)), {})
                with self.assertRaises(smtplib.SMTPResponseException) as large:
                    client.sendmail("", [to], b"Subject: x\r\n\r\n" + b"y" * (15 << 20))
                self.assertEqual(large.exception.smtp_code, 552)
        mails = self.mails()[0]["mails"]
        self.assertEqual([m["subject"] for m in mails], ["High water 1", "High water 2", "High water 3"])
        self.assertEqual({m["held"] for m in mails}, {True})

    def test_only_the_end_of_a_mail_ends_it(self):
        to = self.add()
        head = (b"LHLO c\r\n", b"MAIL FROM:<s@x.example>\r\n", f"RCPT TO:<{to}>\r\n".encode(), b"DATA\r\n")
        with self.serving() as server:
            inside = b"Subject: One\r\n\r\n..dot\n.\nMAIL FROM:<evil@x.example>\r\n.\rText\r.\r\n\r\n.\r\n"
            self.assertEqual(self.talk(server.mail, *head, inside, b"QUIT\r\n"), ["220", "250", "250", "250", "354", "250", "221"])
            # The same in pieces of one byte, and all commands at once.
            with socket.create_connection(("127.0.0.1", server.mail), 10) as s:
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for byte in b"".join(head) + inside.replace(b"One", b"Two") + b"QUIT\r\n":
                    s.sendall(bytes([byte]))
                said = b""
                while part := s.recv(4096):
                    said += part
            self.assertTrue(said.endswith(b"250 2.0.0 kept\r\n221 2.0.0 goodbye\r\n"), said)
        bodies = [row[0] for row in self.rows("SELECT body FROM deliveries ORDER BY id")]
        self.assertEqual(len(bodies), 2)
        self.assertIn(b"\r\n\r\n.dot\n.\nMAIL FROM:<evil@x.example>\r\n\rText\r.\r\n\r\n", bodies[0])
        self.assertEqual(bodies[0].replace(b"One", b"Two"), bodies[1])
        self.assertTrue(bodies[0].startswith(b"Return-Path: <s@x.example>\r\nDelivered-To: " + to.encode() + b"\r\n"))

    def test_a_socket_in_the_file_system(self):
        to = self.add()
        path = os.path.join(self.folder.name, "lmtp")
        for n in (1, 2):  # the second finds what the first left, which was killed
            with self.serving(listen="unix:" + path, stop=n == 2):
                self.assertEqual(os.stat(path).st_mode & 0o777, 0o660)
                with smtplib.LMTP(path) as client:
                    self.assertEqual(client.sendmail("", [to], letter(to, n)), {})
                # One that listens is not taken away.
                second = self.run_it("serve", "--listen", "127.0.0.1:0", "--mail-listen", "unix:" + path, status=1)
                self.assertIn(f"cannot listen on '{path}'", second.stderr)
        self.assertFalse(os.path.exists(path))
        self.assertEqual(len(self.mails()[0]["mails"]), 2)

    def test_others_cannot_reach_it_unless_it_is_meant_so(self):
        self.add()
        done = self.run_it("serve", "--listen", "127.0.0.1:0", "--mail-listen", "0.0.0.0:0", status=1)
        self.assertIn("mail_anywhere", done.stderr)
        with self.serving("--mail-anywhere", listen="0.0.0.0:0") as server:
            self.assertEqual(self.talk(server.mail, b"NOOP\r\n"), ["220", "250"])

    def test_stopping_leaves_nothing_half_done(self):
        to = self.add()
        with self.serving() as server:
            idle = socket.create_connection(("127.0.0.1", server.mail), 10)
            busy = socket.create_connection(("127.0.0.1", server.mail), 10)
            busy.sendall(f"LHLO c\r\nMAIL FROM:<s@x>\r\nRCPT TO:<{to}>\r\nDATA\r\nSubject: x\r\n".encode())
            self.wait_for(lambda: b"354" in busy.recv(4096))
            idle.recv(100)
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(20), 0)
            self.assertIn(b"421", idle.recv(100))
            self.assertEqual(busy.recv(100), b"")
            idle.close()
            busy.close()
        self.assertEqual(self.rows("SELECT count(*) FROM deliveries"), [(0,)])

    def test_killed_before_the_commit_nothing_was_promised(self):
        to = self.add()
        with self.serving(stop=False) as server:
            # Another program writes: the commit has to wait for it.
            writer = sqlite3.connect(os.path.join(self.folder.name, "data/courant.db"), isolation_level=None)
            writer.execute("BEGIN IMMEDIATE")
            s = socket.create_connection(("127.0.0.1", server.mail), 10)
            s.sendall(f"LHLO c\r\nMAIL FROM:<s@x>\r\nRCPT TO:<{to}>\r\nDATA\r\n".encode())
            self.wait_for(lambda: b"354" in s.recv(4096))
            s.sendall(letter(to) + b".\r\n")
            s.settimeout(1)
            with self.assertRaises(TimeoutError):
                s.recv(4096)
            server.send_signal(signal.SIGKILL)
            server.wait()
            writer.execute("ROLLBACK")
            writer.close()
            s.settimeout(5)
            with contextlib.suppress(ConnectionError):
                self.assertEqual(s.recv(100), b"")
            s.close()
        self.assertEqual(self.rows("SELECT count(*) FROM deliveries"), [(0,)])
        with self.serving() as server, smtplib.LMTP("127.0.0.1", server.mail) as client:
            self.assertEqual(client.sendmail("s@x", [to], letter(to)), {})
        self.assertEqual(self.rows("SELECT count(*) FROM deliveries"), [(1,)])

    def test_killed_at_any_time_each_mail_is_there_once(self):
        """A sender that sends again what was not acknowledged, and a server that is killed."""
        to = self.add()
        self.publish()
        waiting = list(range(1, 21))
        kills = 0
        while waiting:
            with self.serving(fetch="on", stop=False) as server:
                if kills < 6:
                    threading.Timer(0.15 * (kills % 4) + 0.02, server.kill).start()
                    kills += 1
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    while waiting:
                        with smtplib.LMTP("127.0.0.1", server.mail, timeout=10) as client:
                            client.sendmail("s@x", [to], letter(to, waiting[0]))
                            waiting.pop(0)
                            client.quit()
                if waiting:
                    server.wait(10)
        self.assertGreater(kills, 0)
        self.fetch()
        self.assertEqual(self.rows("SELECT count(*) FROM deliveries"), [(0,)])
        titles = [row[0] for row in self.rows("SELECT title FROM articles ORDER BY title")]
        self.assertEqual(titles, sorted(f"High water {n}" for n in range(1, 21)))

    def test_a_busy_store_is_not_a_lost_mail(self):
        to = self.add()
        with self.serving() as server:
            writer = sqlite3.connect(os.path.join(self.folder.name, "data/courant.db"), isolation_level=None)
            writer.execute("BEGIN IMMEDIATE")
            with smtplib.LMTP("127.0.0.1", server.mail, timeout=60) as client:
                with self.assertRaises(smtplib.SMTPDataError) as later:
                    client.sendmail("s@x", [to], letter(to))
                self.assertEqual(later.exception.smtp_code, 451)
                writer.execute("ROLLBACK")
                writer.close()
                self.assertEqual(client.sendmail("s@x", [to], letter(to)), {})
        self.assertEqual(self.rows("SELECT count(*) FROM deliveries"), [(1,)])


class Publishing(MailCase):
    def deliver(self, *letters):
        with self.serving() as server, smtplib.LMTP("127.0.0.1", server.mail) as client:
            for one in letters:
                client.sendmail("bounce-7@brook.example", [self.address], one)

    def test_held_shown_confirmed_published(self):
        to = self.add()
        confirm = letter(to, 1, "Please confirm", body="<p>Hello\x1b[2J <a href='https://brook.example/confirm?t=abc'>confirm</a></p>")
        self.deliver(confirm)
        self.fetch()
        self.assertEqual(self.rows("SELECT count(*) FROM articles"), [(0,)])
        self.assertEqual(self.feed()["health"], "held")
        listed = self.mails()[0]
        self.assertEqual((listed["address"].split("@")[0], listed["state"]), (to.split("@")[0], "held"))
        shown = self.run_it("mail", "show", str(listed["mails"][0]["id"]), status=0).stdout
        self.assertIn("Subject: Please confirm\n", shown)
        self.assertIn("  confirm: https://brook.example/confirm?t=abc\n", shown)
        self.assertNotIn("\x1b", shown)
        # Nobody's before one has come; then those who wrote.
        out = self.run_it("mail", "publish", to, status=0).stdout
        self.assertIn("Mails of 'Brook Weekly' are published from now on.\n1 that came before stay held", out)
        self.deliver(letter(to, 2), letter(to, 3, sender="Mallory <m@evil.example>").replace(b"List-Id: Brook Weekly <weekly.brook.example>\r\n", b""))
        self.assertIn("1 new articles", self.fetch().stdout.replace("1 new article,", "1 new articles,"))
        self.assertEqual(self.rows("SELECT title FROM articles"), [("High water 2",)])
        held = self.mails()[0]["mails"]
        self.assertEqual([m["subject"] for m in held], ["Please confirm", "High water 3"])
        # One by one.
        self.run_it("mail", "drop", str(held[0]["id"]), status=0)
        self.run_it("mail", "take", str(held[1]["id"]), status=0)
        self.fetch()
        self.assertEqual(len(self.rows("SELECT id FROM articles")), 2)
        self.assertEqual(self.mails()[0]["mails"], [])
        self.run_it("mail", "hold", to, status=0)
        self.deliver(letter(to, 4))
        self.fetch()
        self.assertEqual(len(self.rows("SELECT id FROM articles")), 2)
        self.deliver(letter(to, 5, sender="Mallory <m@evil.example>").replace(b"List-Id", b"X-List"), letter(to, 6))
        self.assertIn("3 mails of 'Brook Weekly' are forgotten", self.run_it("mail", "drop", "--held", to, status=0).stdout)
        self.deliver(letter(to, 7))
        self.run_it("mail", "publish", to, "--held", status=0)
        self.fetch()
        self.assertEqual(len(self.rows("SELECT id FROM articles")), 3)

    def test_wrong_words(self):
        to = self.add()
        for args, status, text in ((["publish", to], 1, "no mail of 'Brook Weekly' has come yet"), (["show", "1"], 1, "no delivery 1"),
                                   (["show", "x"], 1, "no mail's number"), (["publish", "nobody"], 1, "there is no newsletter 'nobody'"),
                                   (["fly", "1"], 2, "want show, take"), (["show"], 2, "want show"), (["take", "9"], 1, "no mail 9 that is held")):
            done = self.run_it("mail", *args)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertIn(text, done.stderr)
        self.run_it("add", "--mail", "X", "https://a.example/", status=2)
        self.run_it("add", "--mail", " ", status=1)

    def test_no_page_tells_who_received_it(self):
        to = self.add()
        token = to.split("@")[0]
        self.publish()
        self.deliver(letter(to, 1, f"For {to}", more="Archived-At: <https://brook.example/p/high-water>\r\n"))
        self.fetch()
        secrets = [token, "77777777", "bounce-7", "Preview 1", "send.example"]
        stored = "".join(str(row) for table in ("articles", "article_texts", "entries")
                         for row in self.rows(f"SELECT * FROM {table}"))
        with self.serving() as server:
            base = f"http://127.0.0.1:{server.web}"
            front = urllib.request.urlopen(base + "/", timeout=10).read().decode()
            feeds = re.findall(r'type="application/[a-z]+\+(?:xml|json)"[^>]*href="([^"]+)"', front) + re.findall(
                r'href="([^"]+)"[^>]*type="application/[a-z]+\+(?:xml|json)"', front)
            self.assertGreater(len(feeds), 0)
            pages = [front] + [urllib.request.urlopen(urllib.parse.urljoin(base, at), timeout=10).read().decode()
                               for at in ("/article/1", "/sources", "/source/newsletter-brook-weekly", "/sources.opml", *feeds)]
        self.assertIn("Number 1.", pages[1])
        self.assertIn("https://brook.example/weir", pages[1])
        self.assertIn("https://brook.example/p/high-water", pages[1])
        for secret in secrets:
            self.assertNotIn(secret, stored)
            for text in pages:
                self.assertNotIn(secret, text)
        self.assertNotIn(token, self.run_it("opml", "export", "-", status=0).stdout)

    def test_files_are_imported(self):
        folder = os.path.join(self.folder.name, "old")
        os.makedirs(folder)
        to = "ada99lovelace@provider.example"
        for name, content in (("1.eml", letter(to, 1)), ("2.EML", letter(to, 2, more="Content-Language: en-GB\r\n")),
                              ("3.eml", b"\x00"), ("4.eml", b"From: a@b.example\r\n\r\n")):
            with open(os.path.join(folder, name), "wb") as f:
                f.write(content)
        done = self.run_it("import", folder, status=1)
        self.assertIn("3.eml", done.stderr)
        self.assertIn("the mail has no text", done.stderr)
        rows = self.rows("SELECT a.title, a.language, s.name, a.authors FROM articles a JOIN sources s ON s.id = a.source_id ORDER BY 1")
        self.assertEqual(rows, [(f"High water {n}", "en", "Brook Weekly", '["Brook Weekly"]') for n in (1, 2)])
        stored = str(self.rows("SELECT * FROM articles")) + str(self.rows("SELECT * FROM article_texts"))
        self.assertNotIn("ada99lovelace", stored)
        self.assertIn("2 are as they were", self.run_it("import", "--again", folder).stdout.replace("unchanged", "are as they were"))

    def test_a_mail_that_cannot_be_read_is_kept_and_said(self):
        to = self.add()
        self.publish()
        self.deliver(b"From: a@brook.example\r\nSubject: Secret\r\nContent-Type: application/pkcs7-mime\r\n\r\nMII\r\n")
        for _ in range(4):
            self.fetch()
        mail = self.mails()[0]["mails"][0]
        self.assertEqual((mail["subject"], mail["held"]), ("Secret", False))
        self.assertIn("encrypted", mail["error"])
        self.run_it("mail", "drop", str(mail["id"]), status=0)


class Maildir(MailCase):
    def put(self, name, content):
        path = os.path.join(self.maildir, "tmp", name)
        with open(path, "wb") as f:
            f.write(content)
        os.rename(path, os.path.join(self.maildir, "new", name))

    def new(self):
        return sorted(os.listdir(os.path.join(self.maildir, "new")))

    def cur(self):
        return sorted(os.listdir(os.path.join(self.maildir, "cur")))

    def test_mails_are_sorted_moved_and_there_once(self):
        to = self.add()
        self.put("1.a", letter(to, 1))
        self.put("2.b:2,", letter(f"me+{to.split('@')[0]}@provider.example", 2))
        self.put("3.c", letter("me@provider.example", 3))  # by its List-Id: a newsletter that is found
        self.put("4.d", letter("me@provider.example", 4).replace(b"List-Id: Brook Weekly <weekly.brook.example>\r\n", b""))
        with self.serving("--mail-maildir", self.maildir, listen="") as server:
            self.wait_for(lambda: not self.new())
            self.assertEqual(self.cur(), ["1.a:2,S", "2.b:2,S", "3.c:2,S", "4.d:2,S"])
            # Killed between the commit and the move: the same file again.
            self.put("1.a", letter(to, 1))
            self.wait_for(lambda: not self.new())
            self.assertNotIn("stays", "".join(server.log))
        found = {m["address"].split("@")[0] if m["title"] != "w" else m["address"]: m for m in self.mails()}
        self.assertEqual(len(found[to.split("@")[0]]["mails"]), 2)
        self.assertEqual({m["state"] for m in self.mails()}, {"held"})
        others = [m for m in self.mails() if m["address"].split("@")[0] != to.split("@")[0]]
        self.assertEqual(sorted(m["address"] for m in others), ["weekly.brook.example", "weekly@brook.example"])
        self.assertEqual({m["title"] for m in others}, {"Brook Weekly"})
        # What is held has no name on the site.
        self.assertEqual(self.rows("SELECT name FROM sources"), [("Newsletters",)])
        self.run_it("mail", "publish", "weekly.brook.example", "--held", status=0)
        self.fetch()
        self.assertEqual(self.rows("SELECT title FROM articles"), [("High water 3",)])

    def test_what_cannot_be_taken_stays_and_is_said_once(self):
        self.add()
        os.mkdir(os.path.join(self.maildir, "new", "folder"))
        os.symlink("/etc/passwd", os.path.join(self.maildir, "new", "link"))
        os.mkfifo(os.path.join(self.maildir, "new", "pipe"))
        self.put("empty", b"")
        self.put("large", b"Subject: x\r\n\r\n" + b"y" * (15 << 20))
        self.put("unknown", letter("me@provider.example", 1))
        with self.serving("--mail-maildir", self.maildir, "--mail-new", "off", listen="") as server:
            time.sleep(5)
            log = "".join(server.log)
        self.assertEqual(self.new(), ["empty", "folder", "large", "link", "pipe", "unknown"])
        for name in self.new():
            self.assertEqual(log.count(f"new/{name}\""), 1, log)
        self.assertEqual(self.mails()[0]["mails"], [])

    def test_doctor_looks_at_it(self):
        self.add()
        listen = ("--listen", "127.0.0.1:0")
        out = self.run_it("doctor", *listen, "--mail-maildir", self.maildir, "--mail-listen", "[::1]:2424").stdout
        self.assertIn(f"newsletters: come in by [::1]:2424 and {self.maildir}\n", out)
        for flags, text in ((("--mail-maildir", self.folder.name), "is no Maildir"), (("--mail-listen", "[::]:2424"), "mail_anywhere")):
            done = self.run_it("doctor", *listen, *flags)
            self.assertIn(text, done.stdout + done.stderr)
            self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("newsletters:", self.run_it("doctor", *listen).stdout)

    def test_no_maildir(self):
        done = self.run_it("serve", "--listen", "127.0.0.1:0", "--mail-maildir", self.folder.name, status=1)
        self.assertIn("is no Maildir", done.stderr)

    def test_a_newsletter_that_was_removed_does_not_come_back(self):
        self.put("1", letter("me@provider.example", 1))
        with self.serving("--mail-maildir", self.maildir, listen=""):
            self.wait_for(lambda: not self.new())
        db = sqlite3.connect(os.path.join(self.folder.name, "data/courant.db"))
        db.execute("UPDATE feeds SET removed_us = 1")
        db.commit()
        db.close()
        self.put("2", letter("me@provider.example", 2))
        with self.serving("--mail-maildir", self.maildir, listen="") as server:
            self.wait_for(lambda: any("stays in the Maildir" in line for line in list(server.log)))
        self.assertEqual(self.new(), ["2"])


if __name__ == "__main__":
    unittest.main()
