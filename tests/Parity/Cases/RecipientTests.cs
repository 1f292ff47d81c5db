namespace Msmtp.Parity.Cases;

/// <summary>Recipients that are read from the header.</summary>
public sealed class RecipientTests
{
    static readonly CaseTable Table = new()
    {
        { "To, Cc and Bcc", Header("Cc: c@x\nTo: t@x\nBcc: b@x\n") },
        { "names in any letters", Header("tO: t@x\ncC: c@x\nbCC: b@x\n") },
        { "duplicates", Header("To: a@x, a@x\nCc: a@x\n") },
        { "names that only look alike", Header("Too: b@x\nTo-: c@x\nX-To: d@x\nCcc: e@x\nTo: f@x\n") },
        { "no blank behind the colon", Header("To:a@x\nCc:\tb@x\n") },
        { "separators", Header("To: a@x;b@x ,c@x ;, d@x,\n") },
        { "display names", Header("To: A B <a@x>, \"C, D\" <c@x>, =?utf-8?q?E?= <e@x>\n") },
        { "a quoted name with an escaped quote", Header("To: \"A \\\" B\" <a@x>\n") },
        { "comments", Header("To: (one) a@x (two), b@x(three (nested)), (four)\n") },
        { "an escaped bracket in a comment", Header("To: (one \\) two) a@x\n") },
        { "a group", Header("To: G: a@x, B <b@x>;, c@x\n") },
        { "an empty group", Header("To: undisclosed-recipients:;\nCc: a@x\n") },
        { "words", Header("To: Joe Smith joe@x\n") },
        { "words behind brackets", Header("To: <a@x> junk, b@x\n") },
        { "brackets behind brackets", Header("To: <a@x> <b@x>\n") },
        { "empty brackets", Header("To: <>, a@x, Joe <>\n") },
        { "a route", Header("To: <@r1,@r2:joe@x>\n") },
        { "a colon", Header("To: Re: a@x\n") },
        { "folds between addresses", Header("To: a@x,\n b@x,\n\tc@x\n") },
        { "a fold in front of an address", Header("To:\n a@x\n") },
        { "a fold in quotes", Header("To: \"A\n B\" <a@x>\n") },
        { "a fold of CRLF", Header("To: a@x,\r\n b@x\r\n") },
        { "octets that are no UTF-8", Header("To: J\uDCF6 <j\uDCF6@x>, \uDCF6@x\n") },
        { "no domain", Header("To: root, Joe <postmaster>\n") },
        { "an empty field", Header("To:\nCc: a@x\n") },
        { "fields in the body", Header("To: a@x\n\nCc: b@x\n") },
        { "an end inside the field", new() { Arguments = ["-t"], Input = "To: a@x" } },
        { "an end inside a fold", new() { Arguments = ["-t"], Input = "To: a@x,\n b@x" } },
        { "Resent-To beats To", Header("To: a@x\nResent-To: r@x\nCc: b@x\n") },
        { "Resent fields in any letters", Header("resent-to: r@x\nRESENT-CC: s@x\nresent-BCC: u@x\nTo: a@x\n") },
        { "the first block alone", Header("Resent-To: r@x\nReceived: x\nResent-To: s@x\n") },
        {
            "a block of many fields",
            Header("Resent-Date: d\nResent-From: f@x\nResent-To: r@x\nResent-Cc: s@x\nResent-Message-ID: <i>\nTo: a@x\n")
        },
        { "Resent-From alone", Header("Resent-From: f@x\nTo: a@x\n") },
        { "an empty Resent-To", Header("Resent-To:\nTo: a@x\n") },
        { "a folded Resent-To", Header("Resent-To: r@x,\n s@x\nResent-Cc: u@x\nTo: a@x\n") },
        { "without -t", new() { Input = "To: a@x\nCc: b@x\n\nb\n", Arguments = [Some.Recipient] } },
        { "with an argument", new() { Input = "To: a@x\n\nb\n", Arguments = ["-t", "first@x", "second@x"] } },
        { "an argument and no field", new() { Input = "Subject: x\n\nb\n", Arguments = ["-t", "first@x"] } },
        { "many", Header("To: " + string.Join(", ", Enumerable.Range(1, 150).Select(static i => $"u{i}@x")) + "\n") },
        { "a long address", Header($"To: {new string('a', 900)}@x\n") },
        { "a dot at the end of a word", Header("To: a.@x, b@x.\n") },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_find_the_same(string name) => Table.AgreeAsync(name);

    static Scenario Header(string fields) => new() { Arguments = ["-t"], Input = Some.Header + fields + "\nbody\n" };
}
