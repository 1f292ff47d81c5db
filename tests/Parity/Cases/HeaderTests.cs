namespace Msmtp.Parity.Cases;

/// <summary>Header fields that are added and taken out.</summary>
public sealed class HeaderTests
{
    const string Nothing = "Subject: x\n\nb\n";

    static readonly CaseTable Table = new()
    {
        { "everything is added", Mail(Nothing) },
        { "a full name", Mail(Nothing, "-F", "Joe Doe") },
        { "a sender without domain", Mail(Nothing, "-f", "joe") },
        { "From stays", Mail("From: a@b\n\nx\n") },
        { "From in other letters", Mail("fRoM: a@b\n\nx\n") },
        { "an empty From", Mail("From:\nSubject: x\n\nb\n") },
        { "a blank From", Mail("From:  \n \nSubject: x\n\nb\n") },
        { "a From without address", Mail("From: (comment)\n\nb\n") },
        { "set_from_header on", Mail("From: a@b,\n c@d\nSubject: x\nFrom: e@f\n\nFrom: g\n", "--set-from-header=on") },
        { "set_from_header on and a name", Mail("From: a@b\n\nb\n", "--set-from-header=on", "-F", "N") },
        { "set_from_header off", Mail(Nothing, "--set-from-header=off") },
        { "set_from_header off and an empty From", Mail("From:\n\nb\n", "--set-from-header=off") },
        { "set_from_header off and a name", Mail(Nothing, "--set-from-header=off", "-F", "N") },
        { "set_date_header off", Mail(Nothing, "--set-date-header=off") },
        { "set_msgid_header off", Mail(Nothing, "--set-msgid-header=off") },
        { "the old switches", Mail(Nothing, "--add-missing-from-header=off", "--add-missing-date-header=off") },
        { "an empty Date and Message-ID", Mail("Date:\nMessage-ID:\n\nb\n") },
        { "a folded Date", Mail("Date:\n Mon\n\nb\n") },
        { "names that only look alike", Mail("Date-X: y\nMessage-ID-: z\nX-From: q\nDates: r\n\nb\n") },
        { "Resent fields", Mail("Resent-From: r@x\nResent-Date: y\nResent-Message-ID: <z>\n\nb\n") },
        { "Bcc goes", Mail("Bcc: a@x\nSubject: x\nbcc: b@x,\n\tc@x\n\nBcc: body\n") },
        { "names like Bcc stay", Mail("Bccs: b\nResent-Bcc: c@x\n\nb\n") },
        { "Bcc at the end of the mail", Mail("Subject: x\nBcc: a@x") },
        {
            "a long Bcc",
            Mail("Bcc: " + string.Join(",\n ", Enumerable.Range(1, 300).Select(static i => $"user{i}@example.net")) + "\nSubject: x\n\nb\n")
        },
        { "Bcc stays", Mail("Bcc: a@x\n\nb\n", "--remove-bcc-headers=off") },
        { "Bcc in a part", Mail("Subject: x\n\n--b\nBcc: a@x\n\ny\n") },
        { "undisclosed recipients", Mail("To: a@x,\n b@x\nCc: c@x\nBcc: d@x\nSubject: x\n\nb\n", "--undisclosed-recipients") },
        { "undisclosed recipients and -t", Mail("To: a@x\nCc: c@x\nBcc: d@x\n\nb\n", "--undisclosed-recipients", "-t") },
        { "undisclosed recipients without To", Mail(Nothing, "--undisclosed-recipients=on", "--remove-bcc-headers=off") },
        {
            "undisclosed recipients and Bcc kept",
            Mail("To: a@x\nBcc: d@x\n\nb\n", "--undisclosed-recipients=on", "--remove-bcc-headers=off")
        },
        { "all at once", Mail("To: a@x\nFrom: q@x\n\nb\n", "--undisclosed-recipients", "--set-from-header=on", "--set-msgid-header=off") },
        { "a zone east", Mail(Nothing) with { Environment = Zone("Asia/Kolkata") } },
        { "a zone west", Mail(Nothing) with { Environment = Zone("America/St_Johns") } },
        { "a zone of digits", Mail(Nothing) with { Environment = Zone("XYZ-05:45") } },
        { "an unknown zone", Mail(Nothing) with { Environment = Zone("Nowhere/Land") } },
        { "a field without value", Mail("X:\nZ: \n\nb\n") },
        { "CR everywhere", Mail("Sub\rject: x\r\r\nDa\rte: y\r\n\r\nb\r\n") },
        { "mailer-daemon", Mail("From: a@b\n\nx\n", "-f", "MAILER-DAEMON") },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_add_and_take_out_the_same(string name) => Table.AgreeAsync(name);

    static Scenario Mail(string text, params string[] arguments) => new() { Input = text, Arguments = [.. arguments, Some.Recipient] };

    static Dictionary<string, string?> Zone(string name) => new() { ["TZ"] = name };
}
