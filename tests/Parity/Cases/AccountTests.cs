namespace Msmtp.Parity.Cases;

/// <summary>Which account is used, with which sender, and what patterns stand for.</summary>
public sealed class AccountTests
{
    const string Accounts = "account work\nhost hw\nfrom Joe@Work.example\naccount list\nhost hl\nfrom *@list.example\n"
        + "account home\nhost hh\nfrom joe@home.example\nallow_from_override off\naccount tag\nhost ht\nfrom joe+tag@tag.example\n"
        + "account q\nhost hq\nfrom a?[bc]@q.example\n"
        + "account default\nhost hd\nuser d\n";

    static readonly CaseTable Table = new()
    {
        { "the default", Accounted("x@y") },
        { "by name", Accounted("-a", "work", "x@y") },
        { "by a name in other letters", Accounted("-a", "WORK", "x@y") },
        { "by an empty name", Accounted("-a", "", "x@y") },
        { "by a name that is not there", Accounted("-a", "nope", "x@y") },
        { "by sender without case", Accounted("-f", "joe@WORK.EXAMPLE", "x@y") },
        { "by sender with a tag", Accounted("-f", "joe+news@work.example", "x@y") },
        { "by sender with an empty tag", Accounted("-f", "joe+@work.example", "x@y") },
        { "by sender with two tags", Accounted("-f", "joe+a+b@work.example", "x@y") },
        { "by sender whose name only begins alike", Accounted("-f", "joey@work.example", "x@y") },
        { "by pattern", Accounted("-f", "any.body@list.example", "x@y") },
        { "by pattern in other letters", Accounted("-f", "x@LIST.example", "x@y") },
        { "by a pattern of sets", Accounted("-f", "axc@q.example", "x@y") },
        { "by a pattern of sets that does not fit", Accounted("-f", "axd@q.example", "x@y") },
        { "a tag in the file", Accounted("-f", "joe+tag@tag.example", "x@y") },
        { "a tag in the file and none in the sender", Accounted("-f", "joe@tag.example", "x@y") },
        { "a sender that may not be replaced", Accounted("-a", "home", "-f", "other@x", "x@y") },
        { "by a sender that may not be replaced", Accounted("-f", "JOE@home.example", "x@y") },
        { "a name and a sender", Accounted("-a", "work", "-f", "other@x", "x@y") },
        { "an unknown sender", Accounted("-f", "other@x", "x@y") },
        { "the null sender", Accounted("-f", "<>", "x@y") },
        { "a pattern as sender", new() { Msmtprc = Some.Msmtprc.Replace("me@", "*@", StringComparison.Ordinal) } },
        { "from the mail", From("From: Joe <joe@work.example>\n") },
        { "from a folded field", From("From: Joe\n Doe <joe@work.example>\n") },
        { "from a quoted name", From("FROM: \"Doe, Joe\" <joe@work.example>\n") },
        { "from a commented address", From("From: joe@work.example (Joe)\n") },
        { "from the first field", From("From: joe@work.example\nFrom: x@list.example\n") },
        { "from the first address", From("From: joe@work.example, x@list.example\n") },
        { "from the second field, the first being empty", From("From:\nFrom: joe@work.example\n") },
        { "from the mail behind other fields", From("Subject: x\nReply-To: y@z\nFrom: joe@work.example\n") },
        { "from the mail when it may not be replaced", From("From: joe+x@home.example\n") },
        { "no default account", new() { Msmtprc = "account a\nhost h\nfrom a@b\n", Arguments = ["-P", "x@y"] } },
        { "no sender", new() { Msmtprc = "account default\nhost h\n", Arguments = ["x@y"] } },
        { "no sender, pretended", new() { Msmtprc = "account default\nhost h\n", Arguments = ["-P", "x@y"] } },
        { "no sender and no host", new() { Msmtprc = "account default\ntls_cert_file c\n", Arguments = ["x@y"] } },
        { "no sender and no port", new() { Msmtprc = "account default\nhost h\nprotocol lmtp\n", Arguments = ["x@y"] } },
        { "no sender and half a key", new() { Msmtprc = "account default\nhost h\ntls_cert_file c\n", Arguments = ["x@y"] } },
        { "no sender and nobody to trust", new() { Msmtprc = "account default\nhost h\ntls on\ntls_trust_file\n", Arguments = ["x@y"] } },
        { "no sender and a socket", new() { Msmtprc = "account default\nsocket s\ntls on\n", Arguments = ["x@y"] } },
        { "no sender and a socket, pretended", new() { Msmtprc = "account default\nsocket s\ntls on\n", Arguments = ["-P", "x@y"] } },
        {
            "no sender but -f",
            new() { Msmtprc = Some.Msmtprc.Replace("from me@example.org\n", "", StringComparison.Ordinal), Arguments = ["-fx@y", "x@y"] }
        },
        { "auto_from", new() { Msmtprc = Some.Msmtprc + "auto_from on\nmaildomain auto.example\n" } },
        { "auto_from without maildomain", new() { Msmtprc = Some.Msmtprc + "auto_from on\n" } },
        {
            "auto_from and -f",
            new() { Msmtprc = Some.Msmtprc + "auto_from on\nmaildomain auto.example\n", Arguments = ["-f", "x@y", "x@y"] }
        },
        { "SMTPSERVER and EMAIL", WithVariables("-P", [("SMTPSERVER", "s.example"), ("EMAIL", "e@x")]) },
        { "SMTPSERVER alone", WithVariables("-P", [("SMTPSERVER", "s.example")]) },
        { "SMTPSERVER, EMAIL and -f", WithVariables("-P", [("SMTPSERVER", "s.example"), ("EMAIL", "e@x")], "-f", "f@x") },
        { "SMTPSERVER and -f", WithVariables("-P", [("SMTPSERVER", "s.example")], "-f", "f@x") },
        { "EMAIL alone", WithVariables("-P", [("EMAIL", "e@x")]) },
        { "SMTPSERVER and -a", WithVariables("-P", [("SMTPSERVER", "s.example"), ("EMAIL", "e@x")], "-a", "x") },
        { "SMTPSERVER and options", WithVariables("-P", [("SMTPSERVER", "s.example"), ("EMAIL", "e@x")], "--port=9", "--tls", "--auth=plain") },
        { "an empty SMTPSERVER", WithVariables("-P", [("SMTPSERVER", ""), ("EMAIL", "e@x")]) },
        { "an empty EMAIL", WithVariables("-P", [("SMTPSERVER", "s.example"), ("EMAIL", "")]) },
        { "SMTPSERVER refused", WithVariables("--port=@CLOSED@", [("SMTPSERVER", "127.0.0.1"), ("EMAIL", "e@x")]) },
        { "SMTPSERVER taken", WithVariables("--port=@PORT@", [("SMTPSERVER", "127.0.0.1"), ("EMAIL", "e@x")]) },
        { "%U is USER", Patterned("%U@x", [("USER", "anna"), ("LOGNAME", "bert")]) },
        { "%U is LOGNAME", Patterned("%U@x", [("USER", null), ("LOGNAME", "bert")]) },
        { "%H is HOSTNAME", Patterned("a@%H", [("HOSTNAME", "h.example")]) },
        { "%H is an empty HOSTNAME", Patterned("a@x%H", [("HOSTNAME", "")]) },
        { "%H is the host name", Patterned("a@%H", [("HOSTNAME", null)]) },
        { "%C", Patterned("a@%C", [("HOSTNAME", "localhost")]) },
        { "%C of an unknown host", Patterned("a@%C", [("HOSTNAME", "no-such-host")]) },
        { "%M without mailname", Patterned("a@%M", []) },
        { "other letters behind %", Patterned("%u%h%%%x%@x%", []) },
        { "two patterns", Patterned("%U%U@%H-%H", []) },
        { "a pattern in domain", new() { Msmtprc = Some.Msmtprc + "domain %H.%U.example\n" } },
        { "a pattern in -f", new() { Arguments = ["-f", "%U@example.org", Some.Recipient] } },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_choose_the_same(string name) => Table.AgreeAsync(name);

    static Scenario Accounted(params string[] arguments) => new() { Msmtprc = Accounts, Arguments = ["-P", .. arguments] };

    static Scenario From(string header) =>
        new() { Msmtprc = Accounts, Arguments = ["-P", "--read-envelope-from", "x@y"], Input = header + "\nb\n" };

    static Scenario WithVariables(string first, (string Name, string? Value)[] variables, params string[] more) => new()
    {
        Msmtprc = null,
        Arguments = [first, .. more, "x@y"],
        Environment = variables.ToDictionary(static each => each.Name, static each => each.Value),
    };

    static Scenario Patterned(string from, (string Name, string? Value)[] variables) => new()
    {
        Msmtprc = $"account default\nhost 127.0.0.1\nport @PORT@\nfrom {from}\n",
        Environment = variables.ToDictionary(static each => each.Name, static each => each.Value),
    };
}
