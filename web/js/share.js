// The share block's two buttons: copying the address, and the device's own share sheet where it
// has one. Without this script the address stands in a field to copy from, and the links work.
"use strict";
{
  const field = document.getElementById("share-url");
  const said = document.getElementById("share-said");
  const copy = document.getElementById("share-copy");
  const native = document.getElementById("share-native");

  async function put(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Sites without TLS have no clipboard; there the older way through a selection works.
      field.focus();
      field.select();
      return document.execCommand("copy");
    }
  }

  copy.addEventListener("click", async () => {
    const done = await put(field.value);
    if (done) copy.focus();
    announce(said, done ? said.dataset.copied : said.dataset.failed);
  });
  field.addEventListener("focus", () => field.select());
  copy.hidden = false;

  if (navigator.share) {
    native.addEventListener("click", async () => {
      try {
        await navigator.share({ title: native.dataset.title, url: field.value });
      } catch {
        // The reader closed the sheet.
      }
    });
    native.hidden = false;
  }
}
