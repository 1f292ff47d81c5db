// A web service that sends mail: POST /messages, and GET /health.
// The server is configured in appsettings.json, or in the environment: Msmtp__Accounts__default__host=mail.example.org
using Msmtp;
using Msmtp.WebApp;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMsmtp();
builder.Services.AddHealthChecks().AddCheck<MsmtpHealthCheck>("mail");

var app = builder.Build();
app.MapPost("/messages", Messages.SendAsync);
app.MapHealthChecks("/health");
app.Run();
