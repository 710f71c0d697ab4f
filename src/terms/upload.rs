//! The bytes of a file (filens innehåll) as text: UTF-8, UTF-16 or Windows-1252, as spreadsheets save them.

use encoding_rs::{Encoding, WINDOWS_1252};

const SPREADSHEET: &str = "Filen är ett kalkylark. Spara den som CSV i Excel eller LibreOffice, eller markera rutorna där, kopiera dem och klistra in dem under Rader.";
const NO_TEXT: &str = "Filen är ingen textfil. Spara kalkylarket som CSV, och välj den filen.";
const TORN: &str = "Filens tecken är skadade, så att å, ä och ö inte går att läsa. Spara kalkylarket på nytt som CSV UTF-8, och välj den filen.";

/// The file's text without its mark of encoding, or what to do instead.
pub(super) fn read(bytes: &[u8]) -> Result<String, &'static str> {
    if bytes.is_empty() {
        return Err("Filen är tom. Välj en annan fil.");
    }
    // ZIP, as .xlsx and .ods; OLE, as .xls.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(SPREADSHEET);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return text.ok_or(TORN).and_then(|text| whole(&text));
    }
    match str::from_utf8(bytes) {
        Ok(text) => whole(text),
        Err(_) => whole(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
}

/// The text, if it is one.
pub(super) fn whole(text: &str) -> Result<String, &'static str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.contains(is_control) {
        return Err(NO_TEXT);
    }
    if is_torn(text) { Err(TORN) } else { Ok(text.to_owned()) }
}

/// Signs of a text that was read in the wrong encoding once already: å, ä, ö, é and Å, Ä, Ö of UTF-8 read as Windows-1252.
fn is_torn(text: &str) -> bool {
    ["Ã¥", "Ã¤", "Ã¶", "Ã©", "Ã…", "Ã„", "Ã–", "\u{fffd}"].iter().any(|torn| text.contains(torn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_16BE, UTF_16LE};

    const TEXT: &str = "organ;namn\r\nVård- och omsorgsnämnden;Åsa Öberg-Ängström – é\r\n";

    #[test]
    fn what_excel_saves_is_read_in_every_encoding() {
        let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        let wide = |mark: &[u8], unit: fn(u16) -> [u8; 2]| {
            [mark, &TEXT.encode_utf16().flat_map(unit).collect::<Vec<_>>()].concat()
        };
        let western = WINDOWS_1252.encode(TEXT).0.into_owned();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked,
            western,
            wide(b"\xff\xfe", u16::to_le_bytes),
            wide(b"\xfe\xff", u16::to_be_bytes),
        ] {
            assert_eq!(read(&bytes).as_deref(), Ok(TEXT));
        }
        assert_ne!(UTF_16LE, UTF_16BE);
    }

    #[test]
    fn what_is_no_text_or_damaged_is_told_apart() {
        assert!(read(b"").unwrap_err().contains("tom"));
        assert_eq!(read(b"PK\x03\x04\x14\0"), Err(SPREADSHEET));
        assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1"), Err(SPREADSHEET));
        assert_eq!(read(b"organ;namn\0\0"), Err(NO_TEXT));
        assert_eq!(read(b"%PDF-1.7\x01"), Err(NO_TEXT));
        assert_eq!(read(b"\xff\xfeo\0r"), Err(TORN), "cut in the middle of a character");
        let twice = WINDOWS_1252.decode(TEXT.as_bytes()).0.into_owned();
        assert_eq!(read(twice.as_bytes()), Err(TORN));
        let cut = [TEXT.as_bytes(), b"\xc3"].concat();
        assert_eq!(read(&cut), Err(TORN), "UTF-8 cut in the middle of a character");
    }
}
