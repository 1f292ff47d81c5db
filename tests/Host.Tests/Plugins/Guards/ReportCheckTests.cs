using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Delivery;

public sealed class ReportCheckTests
{
    static readonly ServerReply Yes = new(250, null, ["ok"]);
    static readonly ServerReply No = new(550, null, ["no"]);
    static readonly ForwardPath A = new("a@x");
    static readonly ForwardPath B = new("b@x");
    static readonly SmtpEnvelope Envelope = new(new ReversePath("me@x"), [A, B]);

    public static TheoryData<string?, DeliveryReport?> Reports { get; } = new()
    {
        { null, new DeliveryReport([new(A, Yes), new(B, Yes)]) { FinalReply = Yes } },
        { null, new DeliveryReport([new(A, Yes), new(B, Yes)]) },
        { null, new DeliveryReport([new(A, Yes), new(B, No)]) { Failure = new(ExitCode.Unavailable, DeliveryStage.Rcpt, "no") } },
        { "it reported nothing", null },
        { "its report is not about the mail's recipients", new DeliveryReport([]) },
        { "its report is not about the mail's recipients", new DeliveryReport([new(A, Yes)]) },
        { "its report is not about the mail's recipients", new DeliveryReport([new(B, Yes), new(A, Yes)]) },
        { "it reports the mail as sent, and a recipient who was not accepted", new DeliveryReport([new(A, Yes), new(B, No)]) },
        { "it reports the mail as sent, and a recipient who was not accepted", new DeliveryReport([new(A, Yes), new(B, null)]) },
        { "it reports the mail as sent, and a server that did not take it", new DeliveryReport([new(A, Yes), new(B, Yes)]) { FinalReply = No } },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void A_report_must_not_contradict_itself(string? fault, DeliveryReport? report) =>
        Assert.Equal(fault, ReportCheck.Fault(Envelope, report));
}
