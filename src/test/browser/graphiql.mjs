// Clicks through GraphiQL and writes a picture of each step; see README.md here.
import {chromium} from 'playwright-core';

const server = process.argv[2] ?? 'http://localhost:8080';
const problems = [];
let pictures = 0;

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({viewport: {width: 1440, height: 860}});
page.on('pageerror', error => problems.push('error: ' + error.message));
page.on('console', message => message.type() === 'error' && problems.push('console: ' + message.text()));
page.on('request', request => request.url().startsWith(server) || request.url().startsWith('data:') || problems.push('outside: ' + request.url()));

const picture = async what => {
    await page.waitForTimeout(400);
    await page.screenshot({path: `${++pictures}-${what}.png`});
};
const run = async what => {
    const answered = page.waitForResponse(response => response.url().endsWith('/graphql'));
    await page.click('.graphiql-execute-button');
    const answer = await (await answered).json();
    if (answer.errors) problems.push(what + ': ' + JSON.stringify(answer.errors).slice(0, 400));
    await picture(what);
};
const people = () => page.$$eval('#who option', options => options.map(option => option.textContent));

const schema = page.waitForResponse(response => response.url().endsWith('/graphql'));
await page.goto(server + '/graphiql');
await page.waitForSelector('.graphiql-container');
await schema;
await picture('first-look');
await run('visitor');
for (const tenant of (await page.$$eval('#tenant option', options => options.map(option => option.value))).filter(value => /^\w/.test(value)).reverse()) {
    await page.selectOption('#tenant', tenant);
    await page.click('.examples button:has-text("Store")'); // the listing that comes first is Abol's own
    await page.waitForTimeout(1000);
    await run('visitor-of-' + tenant);
}
await page.selectOption('#who', {index: 1});
await page.waitForFunction(() => document.getElementById('sent').textContent.includes('Authorization'));
await run('as-' + (await people())[1].replaceAll(/\W+/g, '-'));
for (const tab of await page.$$('.graphiql-tab-button')) {
    await tab.click();
    await picture('tab-' + (await tab.textContent()).replaceAll(/\W+/g, '-'));
}
await page.click('[aria-label*="Documentation Explorer"]');
await page.click('.graphiql-doc-explorer-content >> text=Query');
await picture('documentation');
await page.click('.graphiql-doc-explorer-content >> text=products');
await picture('documentation-of-products');
await page.click('[aria-label="Show Examples"]');
await page.click('.examples button >> nth=2');
await picture('example-opened');
await page.selectOption('#who', {label: 'Sign in…'});
await picture('sign-in');

await browser.close();
if (problems.length) {
    console.error(problems.join('\n'));
    process.exit(1);
}
console.log(pictures + ' pictures, no request left ' + server);
