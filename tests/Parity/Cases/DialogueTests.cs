namespace Msmtp.Parity.Cases;

/// <summary>Commands, replies and what follows from them.</summary>
public sealed class DialogueTests
{
    static readonly CaseTable Table = new()
    {
        { "a greeting of lines", Answered("(greeting)", "220-one\n220-two\n220 three") },
        { "a greeting of 554", Answered("(greeting)", "554-go\n554 away") },
        { "a greeting of 421", Answered("(greeting)", "421 later") },
        { "a greeting of 250", Answered("(greeting)", "250 hm") },
        { "no greeting", Answered("(greeting)", Answer.Close) },
        { "half a greeting", Answered("(greeting)", Answer.Raw("220 x") with { Closes = true }) },
        { "a reset for a greeting", Answered("(greeting)", Answer.Reset) },
        { "HELO", Answered("^EHLO", "502 what") },
        { "HELO after 421", Answered("^EHLO", "421 what") },
        { "HELO after 251", Answered("^EHLO", "251-mail\n251 SIZE") },
        { "neither EHLO nor HELO", Answered("^(EHLO|HELO)", "500-no\n500 no") },
        { "gone after EHLO", Answered("^EHLO", Answer.Close) },
        { "the unspecified address", new() { Msmtprc = Some.Msmtprc.Replace("127.0.0.1", "0.0.0.0", StringComparison.Ordinal) } },
        { "a domain", new() { Msmtprc = Some.Msmtprc + "domain client.example\n" } },
        { "no domain", new() { Msmtprc = Some.Msmtprc + "domain\n" } },
        { "MAIL refused", Answered("^MAIL", "550 5.7.1 no") },
        { "MAIL later", Answered("^MAIL", "451-4.3.0 busy\n451 4.3.0 later") },
        { "MAIL 251", Answered("^MAIL", "251 hm") },
        { "MAIL 354", Answered("^MAIL", "354 hm") },
        { "RCPT refused", Answered("^RCPT TO:<b", "550 5.1.1 no such user", "a@x", "b@x", "c@x") },
        { "RCPT later", Answered("^RCPT", "450 4.2.0 later") },
        { "RCPT 251", Answered("^RCPT", "251 forwarded") },
        { "RCPT 252", Answered("^RCPT", "252 perhaps") },
        { "RCPT 421", Answered("^RCPT", new Answer("421 bye\r\n") { Closes = true }) },
        { "DATA refused", Answered("^DATA", "554 no valid recipients") },
        { "DATA later", Answered("^DATA", "451 later") },
        { "DATA 250", Answered("^DATA", "250 hm") },
        { "the mail refused", Answered("(mail)", "554-spam\n554 spam") },
        { "the mail later", Answered("(mail)", "452 4.3.1 full") },
        { "the mail 551", Answered("(mail)", "551 hm") },
        { "QUIT refused", Answered("^QUIT", "500 no") },
        { "QUIT without reply", Answered("^QUIT", Answer.Close) },
        { "gone after MAIL", Answered("^MAIL", Answer.Close) },
        { "gone after RCPT", Answered("^RCPT", Answer.Close) },
        { "gone after DATA", Answered("^DATA", Answer.Close) },
        { "a reset after MAIL", Answered("^MAIL", Answer.Reset) },
        { "a reply without text", Answered("^MAIL", "250 ") },
        { "a reply of a code alone", Answered("^MAIL", "250") },
        { "a reply of letters", Answered("^MAIL", "okay then") },
        { "an empty reply", Answered("^MAIL", "") },
        { "a reply with LF alone", Answered("^MAIL", Answer.Raw("250-one\n250 two\n")) },
        { "a reply with control characters", Answered("^RCPT", Answer.Raw("550 a\tb\u001Bc\u007F'd'\r\n")) },
        { "a reply beyond ASCII", Answered("^RCPT", Answer.Raw("550 n\u00F6 \uDCF6\r\n")) },
        { "a reply of 1023 octets", Answered("^RCPT", Answer.Raw("550 " + new string('x', 1017) + "\r\n")) },
        { "a reply of 1024 octets", Answered("^RCPT", Answer.Raw("550 " + new string('x', 1018) + "\r\n")) },
        { "a reply of 1025 octets", Answered("^RCPT", Answer.Raw("550 " + new string('x', 1019) + "\r\n")) },
        { "50 lines", Answered("^RCPT", string.Concat(Enumerable.Repeat("550-x\n", 49)) + "550 y") },
        { "51 lines", Answered("^RCPT", string.Concat(Enumerable.Repeat("550-x\n", 50)) + "550 y") },
        { "a reply with blanks behind", Answered("^RCPT", "550-one  \n550 two  ") },
        { "a code of 099", Answered("^RCPT", "099 hm") },
        { "a code of 999", Answered("^RCPT", "999 hm") },
        { "a digit too many", Answered("^RCPT", "2500 hm") },
        { "pipelining", Can(["PIPELINING"], "a@x", "b@x", "c@x") },
        { "pipelining in small letters", Can(["pipelining"], "a@x", "b@x") },
        { "pipelining of 120", Can(["PIPELINING"], [.. Enumerable.Range(1, 120).Select(static i => $"u{i}@x")]) },
        { "pipelining of exactly 98", Can(["PIPELINING"], [.. Enumerable.Range(1, 98).Select(static i => $"u{i}@x")]) },
        { "pipelining and MAIL refused", Refusing(["PIPELINING"], "^MAIL", "550 no") },
        { "pipelining and RCPT refused", Refusing(["PIPELINING"], "^RCPT TO:<b", "550 no") },
        { "pipelining and DATA refused", Refusing(["PIPELINING"], "^DATA", "451 no") },
        { "pipelining in the first line", Answered("^EHLO", "250-PIPELINING is what I can\n250 SIZE") },
        { "DSN", Dsn(["DSN"], "-Nfailure,success", "-Rfull") },
        { "DSN never", Dsn(["DSN"], "-Nnever") },
        { "DSN headers", Dsn(["DSN"], "-Rheaders") },
        { "DSN off", Dsn([], "-Noff", "-Roff") },
        { "DSN missing", Dsn(["SIZE"], "-Ndelay") },
        { "DSN and pipelining", Dsn(["DSN", "PIPELINING"], "-Ndelay,failure,success", "-Rhdrs") },
        { "DSNX", Dsn(["DSNX"], "-Ndelay") },
        { "a command of 4094 octets", new() { Arguments = ["-f", new string('a', 4094 - "MAIL FROM:<>".Length), Some.Recipient] } },
        { "a command that is too long", new() { Arguments = ["-f", new string('a', 4096), Some.Recipient] } },
        {
            "a refused connection",
            new() { Msmtprc = Some.Msmtprc.Replace("@PORT@", "@CLOSED@", StringComparison.Ordinal) + "logfile -\n" }
        },
        { "a refused connection by options", "--host=127.0.0.1", "--port=@CLOSED@", "-f", "a@b", "x@y" },
        { "a number for a host", new() { Msmtprc = Some.Msmtprc.Replace("127.0.0.1", "127.1", StringComparison.Ordinal) } },
        { "a missing socket", new() { Msmtprc = "account default\nsocket @HOME@/nope\nfrom me@example.org\nlogfile -\n" } },
        { "a source that is not ours", new() { Msmtprc = Some.Msmtprc + "source_ip 192.0.2.1\nlogfile -\n" } },
        { "a source that is none", new() { Msmtprc = Some.Msmtprc + "source_ip nowhere\n" } },
        { "a source of ours", new() { Msmtprc = Some.Msmtprc + "source_ip 127.0.0.2\n" } },
        { "a proxy that is closed", new() { Msmtprc = Some.Msmtprc + "proxy_host 127.0.0.1\nproxy_port @CLOSED@\nlogfile -\n" } },
        { "a timeout", new() { Msmtprc = Some.Msmtprc + "timeout 20\n" } },
        { "ETRN", Remote(["ETRN"], "ETRN x") },
        { "ETRN missing", Remote([], "none") },
        { "ETRN refused", Remote(["ETRN"], "^ETRN", "458 no") },
        { "ETRN for a bad argument", Remote(["ETRN"], "^ETRN", "501 no") },
        { "ETRN 253", Remote(["ETRN"], "^ETRN", "253 5 pending") },
        { "ETRN 550", Remote(["ETRN"], "^ETRN", "550 no") },
        { "debugging", new() { Arguments = ["-d", Some.Recipient] } },
        { "debugging a refusal", Answered("^RCPT", "550-no\n550 really", "-v", "x@y") },
        { "debugging with pipelining", Can(["PIPELINING", "SIZE 10"], "-d", "a@x", "b@x") },
        { "debugging HELO", Answered("^EHLO", "500 no", "-d", "-X-", "x@y") },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_say_and_understand_the_same(string name) => Table.AgreeAsync(name);

    static Scenario Answered(string pattern, Answer answer, params string[] arguments) => new()
    {
        Msmtprc = Some.Msmtprc + "logfile ~/log\n",
        Arguments = arguments.Length > 0 ? arguments : [Some.Recipient],
        Server = new ServerScript { Answers = new() { { Pattern(pattern), answer } } },
    };

    static Scenario Can(string[] capabilities, params string[] arguments) =>
        new() { Arguments = arguments, Server = new ServerScript { Capabilities = capabilities } };

    static Scenario Refusing(string[] capabilities, string pattern, Answer answer) => new()
    {
        Arguments = ["-X-", "a@x", "b@x"],
        Server = new ServerScript { Capabilities = capabilities, Answers = new() { { pattern, answer } } },
    };

    static Scenario Dsn(string[] capabilities, params string[] arguments) => Can(capabilities, [.. arguments, "-X-", "a@x", "b@x"]);

    static Scenario Remote(string[] capabilities, string pattern, string answer = "250 ok") => new()
    {
        Arguments = ["--rmqs=example.net"],
        Server = new ServerScript { Capabilities = capabilities, Answers = new() { { pattern, answer } } },
    };

    static string Pattern(string text) => text.StartsWith('(') ? "^" + System.Text.RegularExpressions.Regex.Escape(text) : text;
}
