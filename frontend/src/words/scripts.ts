/** The lang attribute of a text in its own script, so that shared characters get the right glyphs. */
const TRADITIONAL = /[國開這為說與對會術業產礦戰勢區關係]/; // none of these is written so in the simplified script

export function langOf(language?: string, script?: string, text = ""): string {
  const code = (language ?? "").toLowerCase();
  if (code.startsWith("zh")) return script === "Hant" || /hant|tw|hk/.test(code) || (!script && TRADITIONAL.test(text)) ? "zh-Hant" : "zh-Hans";
  if (code) return code;
  if (/[\u3040-\u30ff]/.test(text)) return "ja";
  if (/[\uac00-\ud7a3]/.test(text)) return "ko";
  if (/[\u4e00-\u9fff]/.test(text)) return TRADITIONAL.test(text) ? "zh-Hant" : "zh-Hans";
  return /[ăâđêôơưạảấầẩậắằẳặẹẻẽềểệỉịọỏốồổộớờởợụủứừửựỳỵỷỹ]/i.test(text) ? "vi" : "en";
}
