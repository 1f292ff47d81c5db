using Msmtp.Secrets.OAuth.Json;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>A provider's answer to a device authorization request (RFC 8628 §3.2).</summary>
sealed class DeviceAuthorization : IDisposable
{
    // A provider that does not say, though it must.
    const int DefaultLifetime = 600;

    // RFC 8628 §3.2: "if no value is provided, clients MUST use 5 as the default".
    const int DefaultInterval = 5;

    public required Secret DeviceCode { get; init; }

    /// <summary>What the person types.</summary>
    public required string UserCode { get; init; }

    /// <summary>Where the person types it.</summary>
    public required string VerificationUri { get; init; }

    /// <summary>The same with the code in it; null if the provider has none.</summary>
    public string? CompleteUri { get; init; }

    public TimeSpan Lifetime { get; init; }

    public TimeSpan Interval { get; init; }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="InvalidDataException">Something is missing.</exception>
    public static DeviceAuthorization Read(JsonObject answer)
    {
        var device = answer.Secret("device_code");
        // Google says verification_url.
        if (device is not null && answer.Text("user_code") is { } user
            && (answer.Text("verification_uri") ?? answer.Text("verification_url")) is { } uri)
        {
            return new DeviceAuthorization
            {
                DeviceCode = device,
                UserCode = user,
                VerificationUri = uri,
                CompleteUri = answer.Text("verification_uri_complete"),
                Lifetime = Seconds(answer.Number("expires_in"), DefaultLifetime),
                Interval = Seconds(answer.Number("interval"), DefaultInterval),
            };
        }
        device?.Dispose();
        throw new InvalidDataException("a device authorization lacks the code or the address");
    }

    public void Dispose() => DeviceCode.Dispose();

    static TimeSpan Seconds(long? stated, int otherwise) => TimeSpan.FromSeconds(stated is > 0 and < 86_400 ? stated.Value : otherwise);
}
