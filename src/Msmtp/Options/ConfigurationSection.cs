using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>
/// Reads the section <c>Msmtp</c> of the application's configuration. By hand: a name that nobody knows is an error here, not ignored, and
/// nothing is found by reflection.
/// </summary>
sealed class ConfigurationSection(IServiceProvider services) : IConfigureOptions<MsmtpOptions>
{
    const string Name = "Msmtp";

    public void Configure(MsmtpOptions options)
    {
        foreach (var entry in services.GetService<IConfiguration>()?.GetSection(Name).GetChildren() ?? [])
            Set(options, entry);
    }

    static void Set(MsmtpOptions options, IConfigurationSection entry)
    {
        switch (entry.Key.ToUpperInvariant())
        {
            case "CONFIGURATIONFILE":
                options.ConfigurationFile = entry.Value;
                break;
            case "DEFAULTACCOUNT":
                options.DefaultAccount = entry.Value;
                break;
            case "VALIDATEONSTART":
                options.ValidateOnStart =
                    bool.TryParse(entry.Value, out var validate) ? validate : throw Wrong(entry, "is not true or false");
                break;
            case "ACCOUNTS":
                foreach (var account in entry.GetChildren())
                    options.Accounts[account.Key] = account.GetChildren().ToDictionary(static command => command.Key, Argument);
                break;
            case "CONNECTIONPOOL":
                foreach (var option in entry.GetChildren())
                    options.ConnectionPool = With(options.ConnectionPool, option);
                break;
            default:
                throw Wrong(entry, "is no option of Msmtp");
        }
    }

    static ConnectionPoolOptions With(ConnectionPoolOptions connections, IConfigurationSection option) => option.Key.ToUpperInvariant() switch
    {
        "MAXCONNECTIONSPERACCOUNT" => connections with { MaxConnectionsPerAccount = Number(option) },
        "MAILSPERCONNECTION" => connections with { MailsPerConnection = Number(option) },
        "IDLETIMEOUT" => connections with { IdleTimeout = Time(option) },
        "CHECKTIMEOUT" => connections with { CheckTimeout = Time(option) },
        "SHUTDOWNTIMEOUT" => connections with { ShutdownTimeout = Time(option) },
        _ => throw Wrong(option, "is no option of Msmtp:ConnectionPool"),
    };

    // A command without an argument, such as tls, is one with an empty one.
    static string Argument(IConfigurationSection command) =>
        command.GetChildren().Any()
            ? throw Wrong(command, "has parts of its own, and a command of msmtprc has one argument")
            : command.Value ?? "";

    static int Number(IConfigurationSection option) =>
        int.TryParse(option.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(option, "is not a number");

    static TimeSpan Time(IConfigurationSection option) =>
        TimeSpan.TryParse(option.Value, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw Wrong(option, "is not a time (hours:minutes:seconds)");

    static OptionsValidationException Wrong(IConfigurationSection entry, string what) =>
        new(Options.DefaultName, typeof(MsmtpOptions), [$"{entry.Path} {what}"]);
}
