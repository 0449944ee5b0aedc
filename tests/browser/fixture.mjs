// A small press for the page tests: articles in four languages with everything an article page
// has to set, as JSON Lines for `courant import`.
import fs from "node:fs";
import path from "node:path";

const HOUR = 3600e3;

function paragraphs(n, count) {
  const sentences = [
    "The harbour board met behind closed doors for the third time this month.",
    "Two of its nine members left before the vote, and neither said why.",
    "Fishing crews on the north quay had waited for the answer since the morning.",
    `A clerk read out decision ${n} in a voice that did not carry to the back of the hall.`,
    "Nobody applauded, and the lamps were put out at eight.",
  ];
  return Array.from({ length: count }, (_, i) =>
    [0, 1, 2].map((k) => sentences[(n + i + k) % sentences.length]).join(" "));
}

function article(n, now, more = {}) {
  const text = paragraphs(n, 6);
  return {
    url: `https://gazette${n % 4}.example/news/${n}`,
    site_name: ["The Quay Gazette", "Northern Lamp", "Hill & Vale Post", "The Ferry Times"][n % 4],
    title: `Harbour board reaches decision ${n} after a night of talks`,
    description: `What the board decided in matter ${n}, and who left the hall before it did.`,
    published: new Date(now - n * HOUR).toISOString(),
    language: "en",
    authors: n % 3 ? [`Reporter ${n}`] : [`Reporter ${n}`, "Ada Quill"],
    ...(n % 3 === 0 && {
      image: { url: `https://pictures.example/${n}.jpg`, alt: "The quay in the evening",
        caption: "The north quay, where the crews waited.", credit: "Ben Lens" },
    }),
    html: text.map((p) => `<p>${p}</p>`).join("\n"),
    ...more,
  };
}

const RICH = `
<p>An article may hold <strong>strong</strong> and <em>soft</em> words, <a
href="https://elsewhere.example/page">links</a> and <code>code</code>.</p>
<h2>What was said</h2>
<blockquote><p>We waited, and then we voted.</p></blockquote>
<ul><li>first matter</li><li>second matter</li></ul>
<ol><li>open</li><li>close</li></ol>
<figure><img src="https://pictures.example/inside.png" alt="A chart of the vote"
width="600" height="300"><figcaption>The vote, member by member. Chart: Ben Lens</figcaption></figure>
<h3>The figures</h3>
<table><tr><th>Member</th><th>Vote</th><th>A column with a long name</th></tr>
<tr><td>Adams</td><td>yes</td><td>1,234,567</td></tr>
<tr><td>Brewer</td><td>no</td><td>89</td></tr></table>
<pre>quorum = members / 2 + 1</pre>
<p>It is not over. The board meets again when the ferry is back, and the crews will be there to
hear whether the decision stands or falls.</p>`;

/** Writes the articles into DIR; returns the files to import, in order. */
export function writePress(dir, now = Date.now()) {
  const rows = Array.from({ length: 64 }, (_, n) => article(n, now));
  rows.push(article(100, now, {
    url: "https://gazette0.example/rich", title: "Everything an article can hold, on one page",
    published: new Date(now - 2 * HOUR).toISOString(), html: RICH,
    credit_line: "This article was first published by Northern Lamp and was translated and " +
      "edited by the Gazette team.",
  }));
  rows.push(article(101, now, {
    url: "https://sahifa.example/1", site_name: "صحيفة الميناء", language: "ar",
    title: "مجلس الميناء يتخذ قراره بعد ليلة من المحادثات",
    description: "ما الذي قرره المجلس، ومن غادر القاعة قبل ذلك.",
    published: new Date(now - 3 * HOUR).toISOString(), authors: ["ليلى"],
    html: ("<p>اجتمع مجلس الميناء خلف أبواب مغلقة للمرة الثالثة هذا الشهر. غادر اثنان من أعضائه " +
      "التسعة قبل التصويت، ولم يقل أي منهما لماذا. انتظرت الأطقم على الرصيف الشمالي منذ الصباح." +
      "</p>").repeat(4),
  }));
  for (let n = 110; n < 116; n++)
    rows.push(article(n, now, {
      url: `https://bote.example/${n}`, site_name: "Hafenbote", language: "de",
      title: `Hafenrat entscheidet in der Sache ${n} nach langer Nacht`,
      description: "Was der Rat beschloss und wer vorher ging.",
      published: new Date(now - (n - 100) * HOUR).toISOString(),
      html: ("<p>Der Hafenrat tagte zum dritten Mal in diesem Monat hinter verschlossenen Türen. " +
        "Zwei der neun Mitglieder gingen vor der Abstimmung, und keines sagte warum.</p>").repeat(4),
    }));
  const first = path.join(dir, "first.jsonl");
  fs.writeFileSync(first, rows.map((row) => JSON.stringify(row)).join("\n") + "\n");
  const changed = article(1, now, {
    title: "Harbour board takes decision 1 back",
    html: paragraphs(3, 7).map((p) => `<p>${p}</p>`).join("\n"),
  });
  const second = path.join(dir, "second.jsonl");
  fs.writeFileSync(second, JSON.stringify(changed) + "\n");
  return [first, second];
}
