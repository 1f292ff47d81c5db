using Msmtp.Hosting;
using Msmtp.Testing;

namespace Msmtp.Host.Tests;

public sealed class FullHostNameTests
{
    [Theory]
    [InlineData("vm.example.org", "other.example.org", "vm.example.org")]
    [InlineData("vm.example.org.", "", "vm.example.org")]
    [InlineData("vm", "vm.example.org", "vm.example.org")]
    [InlineData("vm", "vm", null)]
    [InlineData("", "", null)]
    [InlineData("localhost", "localhost.localdomain", null)]
    [InlineData("my.localhost", "", null)]
    [InlineData("10.0.0.1", "10.0.0.1", null)]
    [InlineData("my_vm.example.org", "a..b", null)]
    [InlineData("-vm.example.org", "v m.example.org", null)]
    [InlineData("v\u00FC.example.org", "", null)]
    public async Task A_name_is_full_if_others_could_look_it_up(string machine, string canonical, string? expected)
    {
        var user = new UserEnvironment { Machine = () => machine, Canonical = _ => canonical };

        Assert.Equal(expected, await new FullHostName(user, TimeProvider.System).AskAsync(Token));
    }

    [Fact]
    public async Task It_is_asked_for_once()
    {
        var questions = 0;
        var name = new FullHostName(new UserEnvironment { Machine = static () => "vm", Canonical = _ => $"vm{++questions}.example.org" }, TimeProvider.System);

        Assert.Equal("vm1.example.org", await name.AskAsync(Token));
        Assert.Equal("vm1.example.org", await name.AskAsync(Token));
    }

    [Fact]
    public async Task A_resolver_that_takes_its_time_does_not_hold_the_mail_and_counts_when_it_has_answered()
    {
        var time = new ManualTime();
        var answer = new TaskCompletionSource<string>();
        var name = new FullHostName(new UserEnvironment { Machine = static () => "vm", Canonical = _ => answer.Task.GetAwaiter().GetResult() }, time);

        var asking = name.AskAsync(Token).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await asking.WaitAsync(TimeSpan.FromSeconds(30), Token));

        answer.SetResult("vm.example.org");
        Assert.Equal("vm.example.org", await name.AskAsync(Token));
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
