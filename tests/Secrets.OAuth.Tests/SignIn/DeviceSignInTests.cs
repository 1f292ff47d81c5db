using System.Text;
using Msmtp.Secrets.OAuth.Json;
using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.Testing;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class DeviceSignInTests : IDisposable
{
    readonly ManualTime time = new();
    readonly List<TimeSpan> polls = [];
    readonly DeviceAuthorization device = Read("""
        {"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"https://id.example.org/device","expires_in":100,"interval":4}
        """);

    public void Dispose() => device.Dispose();

    [Fact]
    public async Task It_asks_at_the_interval_until_somebody_has_signed_in()
    {
        var answer = await PlayAsync([4, 4, 4], "authorization_pending", "authorization_pending", "token");

        Assert.Equal("token", Encoding.ASCII.GetString(answer.AccessToken.Reveal()));
        Assert.Equal(Seconds(4, 8, 12), polls);
    }

    [Fact]
    public async Task It_slows_down_for_good_by_five_seconds_when_it_is_told_to()
    {
        await PlayAsync([4, 9, 9, 14], "slow_down", "authorization_pending", "slow_down", "token");

        Assert.Equal(4, polls.Count);
    }

    [Fact]
    public async Task It_asks_half_as_often_after_each_failure_of_the_network()
    {
        await PlayAsync([4, 8, 8, 16], "broken", "authorization_pending", "broken", "token");

        Assert.Equal(4, polls.Count);
    }

    [Theory]
    [InlineData("access_denied")]
    [InlineData("expired_token")]
    public async Task A_refusal_ends_it(string error)
    {
        var refusal = await Assert.ThrowsAsync<TokenRefusal>(() => PlayAsync([4, 4], "authorization_pending", error));

        Assert.Equal(error, refusal.Error);
    }

    [Fact]
    public async Task What_is_wrong_with_the_configuration_ends_it_too()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => PlayAsync([4], "wrong"));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
    }

    [Fact]
    public async Task It_asks_no_more_when_the_code_has_expired()
    {
        var refusal = await Assert.ThrowsAsync<TokenRefusal>(
            () => PlayAsync([.. Enumerable.Repeat(4, 25)], [.. Enumerable.Repeat("authorization_pending", 25)]));

        Assert.Equal("expired_token", refusal.Error);
        Assert.Equal(TimeSpan.FromSeconds(100), polls[^1]);
    }

    [Fact]
    public async Task The_network_may_stay_away_until_the_code_has_expired()
    {
        await Assert.ThrowsAsync<TokenRefusal>(() => PlayAsync([4, 8, 16, 32], "broken", "broken", "broken", "broken"));

        Assert.Equal(Seconds(4, 12, 28, 60), polls);
    }

    [Fact]
    public async Task It_waits_without_timers_where_there_are_none()
    {
        var context = Given.Context(IoMode.Blocking);
        var instant = new DeviceAuthorization
        {
            DeviceCode = device.DeviceCode,
            UserCode = "",
            VerificationUri = "",
            Lifetime = TimeSpan.FromMinutes(1),
            Interval = TimeSpan.FromMilliseconds(2),
        };

        var poll = Poll(context, "authorization_pending", "token");
        var answer = DeviceSignIn.AwaitAsync(context, instant, poll, TestContext.Current.CancellationToken);

        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Equal(2, polls.Count);
        await answer;
    }

    [Fact]
    public void The_person_is_told_where_to_type_what()
    {
        var told = new List<string>();

        DeviceSignIn.Tell(told.Add, device);
        DeviceSignIn.Tell(told.Add, Read("""
            {"device_code":"d","user_code":"U","verification_url":"https://x/","verification_uri_complete":"https://x/?c=U",
            "expires_in":1800}
            """));

        Assert.Contains("  https://id.example.org/device", told);
        Assert.Contains("  ABCD-EFGH", told);
        Assert.Contains("Waiting for you to sign in; the code is valid for 2 minutes.", told);
        Assert.Contains("  https://x/?c=U", told);
        Assert.Contains("Waiting for you to sign in; the code is valid for 30 minutes.", told);
    }

    [Fact]
    public void What_the_provider_says_stays_in_its_line()
    {
        var told = new List<string>();

        DeviceSignIn.Tell(told.Add, Read("""
            {"device_code":"d","user_code":"U\nand your password","verification_uri":"https://x/\u001b[2J",
            "verification_uri_complete":"https://x/\r\n"}
            """));

        Assert.Contains("  https://x/?[2J", told);
        Assert.Contains("  U?and your password", told);
        Assert.All(told, static line => Assert.DoesNotContain(line, char.IsControl));
    }

    [Theory]
    [InlineData("""{"device_code":"d","user_code":"u"}""")]
    [InlineData("""{"user_code":"u","verification_uri":"https://x/"}""")]
    [InlineData("""{"device_code":"d","verification_uri":"https://x/"}""")]
    public void An_answer_without_a_code_or_an_address_is_none(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    [Theory]
    [InlineData("", 600, 5)]
    [InlineData(""","expires_in":0,"interval":0""", 600, 5)]
    [InlineData(""","expires_in":"900","interval":1""", 900, 1)]
    [InlineData(""","expires_in":-1,"interval":99999999999""", 600, 5)]
    public void Times_that_are_missing_or_make_no_sense_are_replaced(string members, int lifetime, int interval)
    {
        var read = Read("{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"https://x/\"" + members + "}");

        Assert.Equal((TimeSpan.FromSeconds(lifetime), TimeSpan.FromSeconds(interval)), (read.Lifetime, read.Interval));
    }

    // Fails if it waits for another time than each of these.
    async Task<TokenAnswer> PlayAsync(int[] waits, params string[] answers)
    {
        var context = Given.Context(IoMode.Asynchronous) with { Time = time };
        var work = DeviceSignIn.AwaitAsync(context, device, Poll(context, answers), TestContext.Current.CancellationToken).AsTask();
        foreach (var wait in Seconds(waits))
        {
            await time.UntilTimerAsync(wait, TestContext.Current.CancellationToken);
            time.Advance(wait);
        }
        return await work;
    }

    DevicePoll Poll(PluginContext context, params string[] answers)
    {
        var start = context.Time.GetTimestamp();
        return (code, _) =>
        {
            Assert.Same(device.DeviceCode, code);
            polls.Add(context.Time.GetElapsedTime(start));
            return answers[polls.Count - 1] switch
            {
                "token" => new(new TokenAnswer { AccessToken = Secret.FromText("token") }),
                "broken" => throw new MailException(ExitCode.TempFail, DeliveryStage.Configure, "no answer"),
                "wrong" => throw new MailException(ExitCode.Config, DeliveryStage.Configure, "wrong"),
                var error => throw new TokenRefusal(error, description: null),
            };
        };
    }

    static TimeSpan[] Seconds(params int[] seconds) => [.. seconds.Select(static each => TimeSpan.FromSeconds(each))];

    static DeviceAuthorization Read(string json) => DeviceAuthorization.Read(JsonObject.Read(Encoding.UTF8.GetBytes(json)));
}
