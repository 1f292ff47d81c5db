using Msmtp.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Delivery;

public sealed class LogDispatchTests
{
    readonly ILogSink broken = Substitute.For<ILogSink>();
    readonly ILogSink sound = Substitute.For<ILogSink>();

    [Fact]
    public async Task A_log_that_cannot_be_written_is_told_with_what_it_should_have_held_and_the_others_are_written()
    {
        broken.WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>()).Throws(new MailException(ExitCode.CantCreat, DeliveryStage.Configure, "cannot log to F: cannot open: no"));
        var host = Set();

        await new LogDispatch(host.Plugins, host.Context()).WriteAsync(Record(host));

        var notice = Assert.Single(host.Notices);
        Assert.Equal("cannot log to F: cannot open: no", notice.Message);
        Assert.Equal("host=h tls=off auth=off from=me@x recipients=you@y mailsize=0 exitcode=EX_OK", notice.LostRecord?.ToLine());
        Assert.Null(notice.Exception);
        await sound.Received(1).WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_log_that_throws_anything_at_all_is_named()
    {
        broken.WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>()).Throws(new InvalidOperationException("boom"));
        var host = Set();

        await new LogDispatch(host.Plugins, host.Context()).WriteAsync(Record(host));

        Assert.Equal("log broken failed: boom", Assert.Single(host.Notices).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_it_threw_goes_along_for_its_author(bool isGuarded)
    {
        var boom = new InvalidOperationException("boom");
        Exception thrown = isGuarded ? new MailException(ExitCode.Software, DeliveryStage.Quit, "plugin x failed", inner: boom) : boom;
        broken.WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>()).Throws(thrown);
        var host = Set();

        await new LogDispatch(host.Plugins, host.Context()).WriteAsync(Record(host));

        Assert.Same(boom, Assert.Single(host.Notices).Exception);
    }

    [Fact]
    public async Task A_log_is_asked_without_a_record()
    {
        broken.ProbeAsync(Arg.Any<CancellationToken>()).Throws(new MailException(ExitCode.CantCreat, DeliveryStage.Quit, "cannot log to F"));
        sound.ProbeAsync(Arg.Any<CancellationToken>()).Returns(true);
        var host = Set();

        var probes = await new LogDispatch(host.Plugins, host.Context()).ProbeAsync(TestContext.Current.CancellationToken);

        Assert.Equal([("broken", "cannot log to F"), ("sound", null)], probes.Select(static probe => (probe.Name, probe.Failure?.Message)));
        await sound.DidNotReceive().WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>());
    }

    FakeHost Set() => new(registry => registry
        .AddLogSink("unused", static _ => null)
        .AddLogSink("broken", _ => broken)
        .AddLogSink("sound", _ => sound));

    static DeliveryRecord Record(FakeHost host) =>
        new()
        {
            Account = host.Context().Account,
            Envelope = FakeHost.SomeMail.Envelope,
            Time = DateTimeOffset.UnixEpoch,
            Result = new SendResult(SendOutcome.Sent, []),
        };
}
