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

        Assert.Equal(["cannot log to F: cannot open: no", "log info was: host=h tls=off auth=off from=me@x recipients=you@y exitcode=EX_OK"], host.Notices);
        await sound.Received(1).WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_log_that_throws_anything_at_all_is_named()
    {
        broken.WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>()).Throws(new InvalidOperationException("boom"));
        var host = Set();

        await new LogDispatch(host.Plugins, host.Context()).WriteAsync(Record(host));

        Assert.Equal("log broken failed: boom", host.Notices[0]);
    }

    FakeHost Set() => new(registry => registry
        .AddLogSink("unused", static _ => null)
        .AddLogSink("broken", _ => broken)
        .AddLogSink("sound", _ => sound));

    static DeliveryRecord Record(FakeHost host) =>
        new() { Account = host.Context().Account, Envelope = FakeHost.SomeMail.Envelope, Time = DateTimeOffset.UnixEpoch };
}
