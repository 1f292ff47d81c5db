using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>
/// A provider that rotates refresh tokens: <c>refresh-0</c> is the first, each can be used once, and whoever uses one again loses the
/// sign-in. The access tokens are <c>access-1</c> and so on.
/// </summary>
sealed class FakeRequests : ITokenRequests
{
    readonly Lock gate = new();
    string valid = "refresh-0";
    int answers;

    int requests;

    public int Requests => requests;

    /// <summary>A refresh token was used twice.</summary>
    public bool IsRevoked { get; private set; }

    public bool Rotates { get; init; } = true;

    public TimeSpan? ExpiresIn { get; init; } = TimeSpan.FromHours(1);

    public string? Scope { get; init; }

    /// <summary>What an application gets though it can sign in at any time (RFC 6749 §4.4.3).</summary>
    public Secret? NeedlessRefreshToken { get; init; }

    /// <summary>What it throws in place of an answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What happens while the request is on its way.</summary>
    public Func<Task> Meanwhile { get; set; } = static () => Task.CompletedTask;

    public async ValueTask<TokenAnswer> RefreshAsync(StoredSignIn signIn, Secret refreshToken, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        var used = OctetText.Decode(refreshToken.Reveal());
        await Meanwhile();
        lock (gate)
        {
            if (Failure is not null)
                throw Failure;
            if (used != valid || IsRevoked)
            {
                IsRevoked = true;
                throw new TokenRefusal("invalid_grant", null);
            }
            answers++;
            valid = Rotates ? $"refresh-{answers}" : valid;
            // Whoever gives up now does not get the answer.
            cancellationToken.ThrowIfCancellationRequested();
            return Answer(Rotates ? Secret.FromText(valid) : null);
        }
    }

    public async ValueTask<TokenAnswer> SignInAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        await Meanwhile();
        lock (gate)
        {
            if (Failure is not null)
                throw Failure;
            answers++;
            return Answer(NeedlessRefreshToken);
        }
    }

    TokenAnswer Answer(Secret? refreshToken) => new()
    {
        AccessToken = Secret.FromText($"access-{answers}"),
        RefreshToken = refreshToken,
        ExpiresIn = ExpiresIn,
        Scope = Scope,
    };
}
