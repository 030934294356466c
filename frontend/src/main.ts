import { mount } from "svelte";
import { takeToken } from "./api/client";
import type { ReportData } from "./api/types";
import App from "./App.svelte";
import "./style/page.css";
import { live, mailed } from "./state/backend";
import { session } from "./state/session.svelte";
import { study } from "./state/study.svelte";

const inside = document.getElementById("ytterby-data")?.textContent;
const report = inside ? (JSON.parse(inside) as ReportData) : null;
if (!report) takeToken();
session.begin(report?.lang);
const target = document.getElementById("ytterby");
if (!target) throw new Error("the page has no place to stand: #ytterby is missing");
mount(App, { target });
void study.begin(report ? mailed(report) : live);
