using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

/// <summary>Header blocks in pieces: names, addresses, folds, and what comes between and beside them.</summary>
static class HeaderGenerator
{
    static readonly Gen<string> Name = Gen.Frequency(
        (6, Gen.Elements("To:", "Cc:", "Bcc:", "to:", "bCC:")),
        (2, Gen.Elements("Resent-To:", "Resent-Cc:", "Resent-Bcc:", "Resent-From:", "resent-to:", "Resent-Date:", "Resent-Subject:")),
        (2, Gen.Elements("From:", "Subject:", "Date:", "Message-ID:", "X:", "FROM:", "message-id:", "Received:")),
        (1, Gen.Elements("To :", "Bcc :", "Toast:", "To", "Bccc:", ":", "T o:", "From :", "Resent-:", "From me Mon", "To\t:", "Bcc",
            "Resent-To :", "-To:", "To::")));

    static readonly Gen<string> Word = Gen.Frequency(
        (8, Gen.Elements("a@x", "b@y.example", "c", "joe", "<d@z>", "\"q r\"", "(comment)", "G: e@x;", "<f@x>", "Ü", "\uDCE9@x")),
        (6, Gen.Elements(", ", ",", ";", " ", "\t", " , ", ",,", "\n ", "\n\t", ",\n ", "\r\n ", "\n \n ")),
        (2, Gen.Elements("(a (nested) b)", "\"quoted, comma\" <g@x>", "<>", "Joe Doe <h@x>", "=?utf-8?q?J=C3=B6?= <i@x>", "@r:j@x",
            "<@r,@s:k@x>", ":", ";", "g:", ".", "@",
            "l@[127.0.0.1]", "m@x (c)", "(c) n@x", "o@x(c)", "\"p\" <p@x>", "q@x <r@x>", "<s@x> t", "\u0001", "u@x\rv", "\r",
            "\"a\\\"b\" <w@x>", "(\\)) y@x", "(a\\(b) z@x",
            "Jack O'Neill <aa@x>", "group: ab@x, ac@x;", "empty: ;", "<ad@x", "ae@x>", "\"af", "(ag", "ah)", "ai\"")));

    static readonly Gen<string> Field =
        from name in Name
        from gap in Gen.Elements(" ", " ", "", "\t", "\n ", "  ")
        from words in Gen.Choose(0, 6).SelectMany(static count => Word.ArrayOf(count))
        select name + gap + string.Concat(words);

    /// <summary>The lines of a mail: fields, then perhaps an empty line and a body.</summary>
    public static Gen<string[]> Blocks { get; } =
        from fields in Gen.Choose(1, 5).SelectMany(static count => Field.ArrayOf(count))
        from end in Gen.Elements<string[]>(["\n", "\n", "To: body@x\n", "\n."], ["\n", "\n", "body\n"], ["\r\n", "\r\n", "x"], ["\n"],
            ["\n", "no colon\n", "\n"], [""], ["\n", "\n"], ["\r"])
        select (string[])[.. fields.SelectMany(static (field, i) => i == 0 ? [field] : new[] { "\n", field }), .. end];
}
