namespace Msmtp.Parity.Cases;

/// <summary>Choosing a mechanism, the exchange, and where the password comes from.</summary>
public sealed class AuthenticationTests
{
    const string Prompts = "334 VXNlcm5hbWU6";

    static readonly CaseTable Table = new()
    {
        { "PLAIN", Named("plain") },
        { "PLAIN refused", Named("plain", new() { { "^AUTH", "535-5.7.8 no\n535 5.7.8 really" } }) },
        { "PLAIN later", Named("plain", new() { { "^AUTH", "454 4.7.0 later" } }) },
        { "PLAIN and 421", Named("plain", new() { { "^AUTH", "421 bye" } }) },
        { "PLAIN and 504", Named("plain", new() { { "^AUTH", "504 unknown" } }) },
        { "PLAIN and a lost connection", Named("plain", new() { { "^AUTH", Answer.Close } }) },
        { "PLAIN not offered", Account("auth plain\nuser u\npassword p", "AUTH LOGIN CRAM-MD5") },
        { "LOGIN", Named("login", new() { { "^AUTH", Prompts }, { "^= YW5u", "334 UGFzc3dvcmQ6" } }) },
        { "LOGIN with other prompts", Named("login", new() { { "^AUTH", "334 eA==" }, { "^= YW5u", "334 " } }) },
        { "LOGIN refused at once", Named("login", new() { { "^AUTH", "535 no" } }) },
        { "LOGIN refused after the name", Named("login", new() { { "^AUTH", Prompts }, { "^= YW5u", "535 no such user" } }) },
        {
            "LOGIN refused after the password",
            Named("login", new() { { "^AUTH", Prompts }, { "^= YW5u", "334 UGFzc3dvcmQ6" }, { "^= ", "535 no" } })
        },
        { "CRAM-MD5", Named("cram-md5", new() { { "^AUTH", "334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2U+" } }) },
        { "CRAM-MD5 refused at once", Named("cram-md5", new() { { "^AUTH", "504 no" } }) },
        { "CRAM-MD5 refused in the end", Named("cram-md5", new() { { "^AUTH", "334 PDE+" }, { "^= ", "535 no" } }) },
        { "EXTERNAL", Named("external", new() { { "^AUTH", "334 " } }) },
        { "EXTERNAL refused", Named("external", new() { { "^AUTH", "334 " }, { "^= ", "535 no" } }) },
        { "OAUTHBEARER", Named("oauthbearer") },
        { "OAUTHBEARER refused", Named("oauthbearer", new() { { "^AUTH", "334 e30=" }, { "^= ", "535 no" } }) },
        { "XOAUTH2", Named("xoauth2", new() { { "^AUTH", "334 " } }) },
        { "XOAUTH2 refused", Named("xoauth2", new() { { "^AUTH", "334 e30=" }, { "^= ", "535-no\n535 no" } }) },
        { "SCRAM-SHA-256 refused at once", Named("scram-sha-256", new() { { "^AUTH", "535 no" } }) },
        { "no AUTH", Account("auth on\nuser u\npassword p", "SIZE") },
        { "no AUTH for a named one", Account("auth cram-md5\nuser u\npassword p", "SIZE") },
        { "nothing safe in the clear", Account("auth on\nuser u\npassword p", "AUTH PLAIN LOGIN CRAM-MD5 DIGEST-MD5 EXTERNAL") },
        { "nothing known", Account("auth on\nuser u\npassword p", "AUTH FOO BAR") },
        { "no user", Account("auth plain", "AUTH PLAIN") },
        { "no user for CRAM-MD5", Account("auth cram-md5\npassword p", "AUTH CRAM-MD5") },
        { "no password", Account("auth plain\nuser u", "AUTH PLAIN") },
        { "no password for LOGIN", Account("auth login\nuser u", "AUTH LOGIN") },
        { "not offered comes before no user", Account("auth login", "AUTH PLAIN") },
        { "AUTH=", Account("auth plain\nuser u\npassword p", "AUTH=PLAIN LOGIN") },
        { "two AUTH lines", Account("auth plain\nuser u\npassword p", "AUTH LOGIN", "auth=Plain") },
        { "AUTH in small letters", Account("auth plain\nuser u\npassword p", "auth plain") },
        { "AUTH with nothing behind", Account("auth plain\nuser u\npassword p", "AUTH") },
        { "a user beyond ASCII", Account("auth plain\nuser J\u00F6\npassword p\u20ACss", "AUTH PLAIN") },
        { "a user that is no UTF-8", Account("auth plain\nuser J\uDCF6\npassword p\uDCA4", "AUTH PLAIN") },
        { "a long password", Account($"auth plain\nuser u\npassword {new string('p', 300)}", "AUTH PLAIN") },
        { "an empty password", Account("auth plain\nuser u\npassword", "AUTH PLAIN") },
        { "--user wins", Account("auth plain\nuser u\npassword p", "AUTH PLAIN") with { Arguments = ["--user=other", Some.Recipient] } },
        {
            "--auth wins",
            Account("auth plain\nuser u\npassword p", "AUTH PLAIN LOGIN") with { Arguments = ["--auth=off", Some.Recipient] }
        },
        { "AUTH and DSN", Account("auth plain\nuser u\npassword p\ndsn_notify never", "AUTH PLAIN", "DSN") },
        { "serverinfo does not log in", Account("auth plain\nuser u\npassword p", "AUTH PLAIN") with { Arguments = ["-S"] } },
        { "rmqs logs in", Account("auth plain\nuser u\npassword p", "AUTH PLAIN", "ETRN") with { Arguments = ["--rmqs=x"] } },
        { "passwordeval", Evaluated("echo secret") },
        { "passwordeval of two lines", Evaluated("printf 'secret\\nmore\\n'") },
        { "passwordeval with CRLF", Evaluated("printf 'secret\\r\\n'") },
        { "passwordeval with blanks", Evaluated("printf '  se cret \\n'") },
        { "passwordeval that fails", Evaluated("echo secret; exit 1") },
        { "passwordeval without newline", Evaluated("printf secret") },
        { "passwordeval of an empty line", Evaluated("echo") },
        { "passwordeval of nothing", Evaluated("true") },
        { "passwordeval that does not exist", Evaluated("/nonexistent/program 2>/dev/null") },
        { "passwordeval of a long line", Evaluated("printf '%0200d' 7") },
        { "password beats passwordeval", Account("auth plain\nuser u\npassword p\npasswordeval echo e", "AUTH PLAIN") },
        {
            "password beats --passwordeval",
            Account("auth plain\nuser u\npassword p", "AUTH PLAIN") with { Arguments = ["--passwordeval=echo e", Some.Recipient] }
        },
        { "netrc", Netrc("machine 127.0.0.1 login ann password secret\n") },
        { "netrc on many lines", Netrc("machine other login ann password no\n\nmachine 127.0.0.1\n\tpassword secret\n\tlogin ann\n") },
        { "netrc with synonyms", Netrc("machine 127.0.0.1 user ann passwd secret\n") },
        { "netrc with an account", Netrc("machine 127.0.0.1 login ann account acc password secret\n") },
        { "netrc with quotes", Netrc("machine 127.0.0.1 login \"ann\" password \"se cret\"\n") },
        { "netrc with an escape", Netrc("machine 127.0.0.1 login ann password \"se\\\"cret\"\n") },
        {
            "netrc with a comment",
            Netrc("# machine 127.0.0.1 login ann password no\nmachine 127.0.0.1 login ann password secret # more\n")
        },
        {
            "netrc with a macro",
            Netrc("macdef init\nmachine 127.0.0.1 login ann password no\n\nmachine 127.0.0.1 login ann password secret\n")
        },
        { "the first of netrc", Netrc("machine 127.0.0.1 login ann password one\nmachine 127.0.0.1 login ann password two\n") },
        { "another user in netrc", Netrc("machine 127.0.0.1 login bob password no\nmachine 127.0.0.1 login ann password secret\n") },
        { "another case in netrc", Netrc("machine 127.0.0.1 login Ann password secret\n") },
        { "default in netrc", Netrc("default login ann password secret\n") },
        { "no login in netrc", Netrc("machine 127.0.0.1 password secret\n") },
        { "nothing in netrc", Netrc("") },
        { "nonsense in netrc", Netrc("this is not\na netrc at all\nmachine 127.0.0.1 login ann password secret\n") },
        { "debugging without AUTH", Account("auth off", "AUTH PLAIN") with { Arguments = ["-d", Some.Recipient] } },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_log_in_the_same_way(string name) => Table.AgreeAsync(name);

    static Scenario Named(string mechanism, Answers? answers = null)
    {
        var scenario = Account($"auth {mechanism}\nuser ann\npassword \"pass word\"", "AUTH " + mechanism.ToUpperInvariant());
        return scenario with { Server = scenario.Server with { Answers = answers ?? [] } };
    }

    static Scenario Account(string lines, params string[] capabilities) => new()
    {
        Msmtprc = $"{Some.Msmtprc}logfile ~/log\n{lines}\n",
        Server = new ServerScript { Capabilities = capabilities },
    };

    static Scenario Evaluated(string command) => Account($"auth plain\nuser u\npasswordeval {command}", "AUTH PLAIN");

    static Scenario Netrc(string text) => Account("auth plain\nuser ann", "AUTH PLAIN") with
    {
        Files = new Dictionary<string, string> { [".netrc"] = text },
    };
}
