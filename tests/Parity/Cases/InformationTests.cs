namespace Msmtp.Parity.Cases;

/// <summary>--serverinfo and the file of aliases and the log.</summary>
public sealed class InformationTests
{
    static readonly CaseTable Table = new()
    {
        { "nothing special", Server() },
        {
            "every capability",
            Server("SIZE 10485760", "PIPELINING", "ETRN", "DSN", "STARTTLS", "AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 EXTERNAL")
        },
        { "mechanisms in another order", Server("AUTH XOAUTH2 OAUTHBEARER NTLM LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI PLAIN") },
        { "no known mechanism", Server("AUTH FOO") },
        { "SIZE alone", Server("SIZE") },
        { "SIZE 0", Server("SIZE 0") },
        { "SIZE 1024", Server("SIZE 1024") },
        { "SIZE 1025", Server("SIZE 1025") },
        { "SIZE 1048576", Server("SIZE 1048576") },
        { "SIZE 1048577", Server("SIZE 1048577") },
        { "SIZE of a gigabyte", Server("SIZE 1073741824") },
        { "SIZE beyond 64 bits", Server("SIZE 99999999999999999999") },
        { "SIZE with a blank behind", Server("SIZE 1000 ") },
        { "SIZE with letters", Server("SIZE 1000k") },
        { "SIZE twice", Server("SIZE 1000", "SIZE 2000") },
        { "a negative SIZE", Server("SIZE -5") },
        { "small letters", Server("size 1000", "pipelining", "dsn", "etrn", "auth plain") },
        { "what only looks alike", Server("DSNX", "XDSN", "8BITMIME", "PIPELININGX", "SIZEX 5") },
        { "a greeting of control characters", Asked("greeting", Answer.Raw("220-a\tb\u001Bc\r\n220 d\r\n")) },
        { "a bad greeting", Asked("greeting", "554-no\n554 no") },
        { "HELO alone", Asked("^EHLO", "500 no") },
        { "neither", Asked("^(EHLO|HELO)", "500 no") },
        { "refused", new() { Arguments = ["-S"], Msmtprc = Some.Msmtprc.Replace("@PORT@", "@CLOSED@", StringComparison.Ordinal) } },
        { "by options", new() { Arguments = ["-S", "--host=127.0.0.1", "--port=@PORT@"], Msmtprc = null } },
        { "debugging", new() { Arguments = ["-S", "-d"] } },
        { "pretending", new() { Arguments = ["-S", "-P"] } },
        { "an alias", Aliased("root: joe@example.net\n", "root") },
        { "aliases in reverse", Aliased("root: a@x, b@x,c@x\n", "root") },
        { "aliases of aliases", Aliased("root: joe, ann\njoe: j@x\nann: a@x, b@x\n", "root") },
        { "the default alias", Aliased("joe: j@x\ndefault: d@x\n", "nobody") },
        { "no alias", Aliased("joe: j@x\n", "nobody", "x@y") },
        { "a full address is no alias", Aliased("root@x: j@x\nroot: k@x\n", "root@x") },
        { "a comment", Aliased("# x\nroot: j@x # y\n\n  \njoe: k@x\n", "root") },
        { "blanks", Aliased(" root \t:\t j@x \t,  k@x  \n", "root") },
        { "a loop", Aliased("a: b\nb: a\n", "a") },
        { "an alias twice", Aliased("a: b@x\na: c@x\n", "a") },
        { "no colon", Aliased("a b@x\n", "a") },
        { "two colons", Aliased("a: b: c\n", "a") },
        { "an address for an alias", Aliased("a@x: b@x\n", "a") },
        { "a line of 511 octets", Aliased($"a: {new string('b', 506)}@\n", "a") },
        { "a line of 512 octets", Aliased($"a: {new string('b', 520)}@x\n", "a") },
        { "a missing file of aliases", new() { Msmtprc = Some.Msmtprc + "aliases ~/nope\n", Arguments = ["root"] } },
        { "a folder as file of aliases", new() { Msmtprc = Some.Msmtprc + "aliases ~\n", Arguments = ["root"] } },
        { "a missing file that nobody needs", new() { Msmtprc = Some.Msmtprc + "aliases ~/nope\n" } },
        { "aliases, pretended", Aliased("a b\n", "-P", "a") },
        { "a log in a format", Logged("logfile_time_format \"%Y %%d %j|\"") },
        { "a log in a long format", Logged($"logfile_time_format {new string('x', 127)}") },
        { "a log in too long a format", Logged($"logfile_time_format {new string('x', 128)}") },
        { "a log in no format", Logged("logfile_time_format") },
        { "a log behind a line without end", Logged("") with { Files = new Dictionary<string, string> { ["log"] = "unfinished" } } },
        { "a log that cannot be written", Logged("logfile /nonexistent/log") },
        { "a log that is a folder", Logged("logfile /tmp") },
        { "a log of many recipients", Logged("") with { Arguments = ["a@x", "b@x", "c@x"] } },
        { "a log of the null sender", Logged("") with { Arguments = ["-f<>", "a@x"] } },
        { "a log of a user", Logged("user u\nauth off") },
        { "no log for --serverinfo", Logged("") with { Arguments = ["-S"] } },
        { "no log for what fails early", Logged("") with { Arguments = [] } },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_tell_the_same(string name) => Table.AgreeAsync(name);

    static Scenario Server(params string[] capabilities) =>
        new() { Arguments = ["-S"], Server = new ServerScript { Capabilities = capabilities } };

    static Scenario Asked(string pattern, Answer answer) =>
        new() { Arguments = ["-S"], Server = new ServerScript { Answers = new() { { pattern, answer } } } };

    static Scenario Aliased(string aliases, params string[] arguments) => new()
    {
        Msmtprc = Some.Msmtprc + "aliases ~/aliases\nlogfile -\n",
        Files = new Dictionary<string, string> { ["aliases"] = aliases },
        Arguments = arguments,
    };

    static Scenario Logged(string lines) => new() { Msmtprc = $"{Some.Msmtprc}logfile ~/log\n{lines}\n" };
}
