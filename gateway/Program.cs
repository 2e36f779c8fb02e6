using Ops.Gateway;
using Ops.Gateway.Simulation;
using Ops.ServiceDefaults;
using Scalar.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRoutes();
builder.AddAuthority();
builder.AddCallersLimit();
builder.AddMoveClock();

var app = builder.Build();
app.UseServiceDefaults();
app.UseRateLimiter();
app.MapFrontPage();
app.MapMoveClock();
app.UseReferencePolicy();
app.MapScalarApiReference("/docs", reference => reference
    .WithTitle("Ops")
    .AddDocuments(ServiceRoutes.All.Select(service => new ScalarDocument(service.Resource, service.Title, $"{service.Prefix}/openapi.json"))))
    .AllowAnonymous();
app.MapReverseProxy();
app.Run();
