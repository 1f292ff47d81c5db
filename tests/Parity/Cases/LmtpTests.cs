namespace Msmtp.Parity.Cases;

/// <summary>LMTP: a reply for each recipient.</summary>
public sealed class LmtpTests
{
    static readonly CaseTable Table = new()
    {
        { "one recipient", Lmtp([], [], "a@x") },
        { "three recipients", Lmtp([], [], "a@x", "b@x", "c@x") },
        { "LHLO refused", Lmtp([], new() { { "^LHLO", "500-no\n500 no" } }, "a@x") },
        { "LHLO 251", Lmtp([], new() { { "^LHLO", "251 hm" } }, "a@x") },
        { "a greeting of 554", Lmtp([], new() { { "greeting", "554 no" } }, "a@x") },
        { "the first is refused", Lmtp([], new() { { "to 1", "550-full\n550 5.2.2 full" } }, "a@x", "b@x") },
        { "the last is refused", Lmtp([], new() { { "to 3", "450 later" } }, "a@x", "b@x", "c@x") },
        { "all are refused", Lmtp([], new() { { "to [0-9]", "550 no" } }, "a@x", "b@x") },
        { "the only one is refused", Lmtp([], new() { { "to 1", "550 no" } }, "a@x") },
        { "551 is a refusal", Lmtp([], new() { { "to 1", "551 elsewhere" } }, "a@x", "b@x") },
        { "RCPT refused", Lmtp([], new() { { "^RCPT TO:<b", "550 no" } }, "a@x", "b@x") },
        { "MAIL refused", Lmtp([], new() { { "^MAIL", "451 no" } }, "a@x", "b@x") },
        { "DATA refused", Lmtp([], new() { { "^DATA", "503 no" } }, "a@x", "b@x") },
        { "pipelining", Lmtp(["PIPELINING"], [], "a@x", "b@x") },
        { "pipelining and a refusal", Lmtp(["PIPELINING"], new() { { "to 2", "550 no" } }, "a@x", "b@x") },
        { "control characters", Lmtp([], new() { { "to 1", "550 a\tb'c'" } }, "a@x", "b@x") },
        { "debugging", Lmtp([], new() { { "to 2", "550 no" } }, "-d", "a@x", "b@x") },
        { "DSN", Lmtp(["DSN"], [], "-Nnever", "-Rfull", "a@x") },
        { "AUTH", Lmtp(["AUTH PLAIN"], [], "a@x") },
        { "serverinfo", Lmtp(["SIZE 1000"], [], "-S") },
    };

    public static TheoryData<string> Names => Table.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Both_deliver_the_same(string name) => Table.AgreeAsync(name);

    static Scenario Lmtp(string[] capabilities, Answers answers, params string[] arguments) => new()
    {
        Msmtprc = Some.Msmtprc + "protocol lmtp\nlogfile ~/log\n",
        Arguments = arguments,
        Server = new ServerScript { IsLmtp = true, Capabilities = capabilities, Answers = answers },
    };
}
