using System.Globalization;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>
/// Asks once whether somebody has signed in with a device code. Not a Func: with one of a ValueTask of a class, each start of the native
/// command makes objects for 70 types more.
/// </summary>
delegate ValueTask<TokenAnswer> DevicePoll(Secret deviceCode, CancellationToken cancellationToken);

/// <summary>Signs in on another device (RFC 8628), while this one asks from time to time whether it has been done.</summary>
static class DeviceSignIn
{
    // RFC 8628 §3.5.
    static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    // Doubled more often, an interval would soon be longer than the code is valid.
    static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    /// <summary>Gets a code, tells the person, and waits.</summary>
    /// <exception cref="TokenRefusal">The provider or the person refused, or nobody signed in in time.</exception>
    public static async ValueTask<TokenAnswer> SignInAsync(ModeContext mode, TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var answer = await endpoint.AuthorizeDeviceAsync(cancellationToken).ConfigureAwait(false);
        using var device = endpoint.ReadDevice(answer);
        Tell(mode.Print, device);
        return await AwaitAsync(mode.Plugin, device, endpoint.PollAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the person what to do. What the provider says stays in its line.</summary>
    public static void Tell(Action<string> print, DeviceAuthorization device)
    {
        print("To sign in, open this address on any device:");
        print("");
        print("  " + PrintableText.Text(device.VerificationUri));
        print("");
        print("and enter this code:");
        print("");
        print("  " + PrintableText.Text(device.UserCode));
        print("");
        if (device.CompleteUri is { } complete)
        {
            print("This address has the code in it:");
            print("");
            print("  " + PrintableText.Text(complete));
            print("");
        }
        var minutes = Math.Ceiling(device.Lifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture);
        print($"Waiting for you to sign in; the code is valid for {minutes} minutes.");
    }

    /// <summary>Asks until there is an answer (RFC 8628 §3.5).</summary>
    /// <param name="context">The clock.</param>
    /// <param name="device">What is asked about.</param>
    /// <param name="poll">Asks once.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<TokenAnswer> AwaitAsync(
        PluginContext context, DeviceAuthorization device, DevicePoll poll, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        var interval = device.Interval;
        while (context.Time.GetElapsedTime(start) + interval <= device.Lifetime)
        {
            await Pause.ForAsync(context, interval, cancellationToken).ConfigureAwait(false);
            try
            {
                return await poll(device.DeviceCode, cancellationToken).ConfigureAwait(false);
            }
            catch (TokenRefusal e) when (e.Error is "authorization_pending" or "slow_down")
            {
                interval += e.Error == "slow_down" ? SlowDown : TimeSpan.Zero;
            }
            catch (MailException e) when (e.ExitCode == ExitCode.TempFail)
            {
                interval = 2 * interval < LongestInterval ? 2 * interval : Longer(interval, LongestInterval);
            }
        }
        throw new TokenRefusal("expired_token", "nobody has signed in with the code in time");
    }

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
